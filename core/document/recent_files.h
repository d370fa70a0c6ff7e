// The files opened last, remembered between starts.
#pragma once

#include <QObject>
#include <QStringList>

namespace tessera {

/// Absolute paths, newest first, kept in QSettings.
class RecentFiles : public QObject {
    Q_OBJECT

public:
    static constexpr int kMax = 10;

    explicit RecentFiles(QObject* parent = nullptr);

    /// Those that still exist.
    QStringList files() const;
    void add(const QString& file);
    void remove(const QString& file);
    void clear();

Q_SIGNALS:
    void changed();

private:
    void store(const QStringList& files);
};

}  // namespace tessera
