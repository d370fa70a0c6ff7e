#include "core/document/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace tessera {

static constexpr QLatin1String kKey("recentFiles");

RecentFiles::RecentFiles(QObject* parent) : QObject(parent) {}

QStringList RecentFiles::files() const {
    QStringList existing;
    for (const QString& file : QSettings().value(kKey).toStringList()) {
        if (QFileInfo::exists(file)) {
            existing << file;
        }
    }
    return existing;
}

void RecentFiles::add(const QString& file) {
    const QString path = QFileInfo(file).absoluteFilePath();
    QStringList files = QSettings().value(kKey).toStringList();
    files.removeAll(path);
    files.prepend(path);
    store(files.mid(0, kMax));
}

void RecentFiles::remove(const QString& file) {
    QStringList files = QSettings().value(kKey).toStringList();
    files.removeAll(QFileInfo(file).absoluteFilePath());
    store(files);
}

void RecentFiles::clear() {
    store({});
}

void RecentFiles::store(const QStringList& files) {
    QSettings().setValue(kKey, files);
    Q_EMIT changed();
}

}  // namespace tessera
