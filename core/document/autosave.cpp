#include "core/document/autosave.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThreadPool>
#include <QUuid>
#include <algorithm>
#include <stdexcept>

#include "core/document/painting_file.h"

namespace tessera {
namespace {

/// The lock on a copy. It never grows stale by age: only the end of its program frees it.
std::unique_ptr<QLockFile> lockOf(const QString& file) {
    auto lock = std::make_unique<QLockFile>(file + QStringLiteral(".lock"));
    lock->setStaleLockTime(0);
    return lock;
}

}  // namespace

struct Autosave::Writer {
    QThreadPool pool;  ///< of one thread, as writes to one file must not overlap
};

QString Autosave::defaultFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
           QStringLiteral("/autosave");
}

Autosave::Autosave(Painting& painting, const QString& folder, QObject* parent)
    : QObject(parent), painting_(painting), folder_(folder), writer_(std::make_unique<Writer>()) {
    QDir().mkpath(folder_);
    file_ = QDir(folder_).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces) +
                                   QStringLiteral(".png"));
    lock_ = lockOf(file_);
    lock_->tryLock(0);  // a folder that cannot be written shows when the first write fails
    writer_->pool.setMaxThreadCount(1);
    timer_.setSingleShot(true);
    timer_.setInterval(3000);
    connect(&timer_, &QTimer::timeout, this, &Autosave::saveNow);
    connect(&painting_, &Painting::labelsChanged, this, &Autosave::schedule);
    connect(&painting_, &Painting::styleChanged, this, &Autosave::schedule);
    connect(&painting_, &Painting::sourceChanged, this, &Autosave::schedule);
    connect(&painting_, &Painting::replaced, this, &Autosave::schedule);
    connect(&painting_, &Painting::modifiedChanged, this, &Autosave::schedule);
}

Autosave::~Autosave() {
    forget();
}

std::vector<RecoverablePainting> Autosave::recoverable() const {
    std::vector<RecoverablePainting> found;
    const QFileInfoList files =
        QDir(folder_).entryInfoList({QStringLiteral("*.png")}, QDir::Files, QDir::Time);
    for (const QFileInfo& info : files) {
        const QString file = info.filePath();
        if (file == file_ || !lockOf(file)->tryLock(0)) {  // ours, or another running program's
            continue;
        }
        found.push_back({file, QString(), info.lastModified()});
        try {
            openPainting(file, &found.back().originalFile);
        } catch (const std::runtime_error&) {
            found.pop_back();  // a copy that cannot be read is nothing to offer
        }
    }
    return found;
}

void Autosave::recover(const RecoverablePainting& left) {
    std::unique_ptr<QLockFile> lock = lockOf(left.file);
    if (!lock->tryLock(0)) {
        throw std::runtime_error(
            tr("%1: another window has recovered it").arg(left.file).toStdString());
    }
    const PaintingData data = openPainting(left.file);
    forget();  // our own copy; from here on theirs is ours
    lock_ = std::move(lock);
    file_ = left.file;
    const QString title = QFileInfo(left.originalFile).completeBaseName();
    painting_.reset(data,
                    left.originalFile,
                    title.isEmpty() ? tr("Recovered") : tr("Recovered: %1").arg(title),
                    true);
}

void Autosave::discard(const RecoverablePainting& left) {
    const std::unique_ptr<QLockFile> lock = lockOf(left.file);
    if (left.file != file_ && lock->tryLock(0)) {
        QFile::remove(left.file);
    }
}

void Autosave::setDelay(int milliseconds) {
    timer_.setInterval(milliseconds);
}

void Autosave::schedule() {
    if (!painting_.isModified()) {
        forget();
    } else if (!timer_.isActive()) {
        timer_.start();
    }
}

void Autosave::saveNow() {
    timer_.stop();
    if (!painting_.isModified()) {
        return;
    }
    writer_->pool.start(
        [this, data = painting_.data(), file = file_, original = painting_.fileName()] {
            QString error;
            try {
                savePainting(data, file, original);
            } catch (const std::runtime_error& problem) {
                error = QString::fromUtf8(problem.what());
            }
            // The destructor waits for this thread, so `this` is alive; a call that is still queued
            // then is dropped with the object.
            QMetaObject::invokeMethod(
                this, [this, error] { finishWrite(error); }, Qt::QueuedConnection);
        });
}

void Autosave::flush() {
    writer_->pool.waitForDone();
}

void Autosave::forget() {
    timer_.stop();
    flush();
    QFile::remove(file_);
}

void Autosave::finishWrite(const QString& error) {
    if (error.isEmpty()) {
        Q_EMIT saved();
    } else {
        Q_EMIT failed(error);
    }
}

}  // namespace tessera
