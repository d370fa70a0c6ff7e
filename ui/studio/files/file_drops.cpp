// Accepts one local file.
#include "ui/studio/files/file_drops.h"

#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>
#include <QWidget>

namespace tessera::ui {

namespace {
QString fileOf(const QDropEvent& event) {
    const QList<QUrl> urls = event.mimeData()->urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}
}  // namespace

FileDrops::FileDrops(QWidget& window) : QObject(&window) {
    window.setAcceptDrops(true);
    window.installEventFilter(this);
}

bool FileDrops::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::DragEnter || event->type() == QEvent::Drop) {
        auto* drop = static_cast<QDropEvent*>(event);
        const QString file = fileOf(*drop);
        if (file.isEmpty()) {
            return false;
        }
        drop->acceptProposedAction();
        if (event->type() == QEvent::Drop) {
            take(file);
        }
        return true;
    }
    return QObject::eventFilter(watched, event);
}

void FileDrops::take(const QString& file) {
    const QString suffix = QFileInfo(file).suffix();
    if (suffix.compare(QLatin1String("safetensors"), Qt::CaseInsensitive) == 0) {
        Q_EMIT modelDropped(file);
    } else {
        Q_EMIT pictureDropped(file);
    }
}

}  // namespace tessera::ui
