// Keeps the open painting safe from a crash.
#pragma once

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>
#include <vector>

#include "core/document/painting.h"

namespace tessera {

/// A painting that a program left behind without closing.
struct RecoverablePainting {
    QString file;          ///< the autosaved copy
    QString originalFile;  ///< where the painting came from, or empty
    QDateTime time;        ///< of the last autosave
};

/// Writes the painting to a folder a few seconds after a change (on a thread of its own), and
/// removes the copy when the painting is saved or the program ends cleanly. Each running program
/// holds a lock on its copy, so that no other one offers or takes it.
class Autosave : public QObject {
    Q_OBJECT

public:
    /// <user's data folder>/autosave
    static QString defaultFolder();

    explicit Autosave(Painting& painting,
                      const QString& folder = defaultFolder(),
                      QObject* parent = nullptr);
    ~Autosave() override;  ///< the clean exit: waits for a write that runs, removes the copy

    /// Copies that no running program owns, newest first.
    std::vector<RecoverablePainting> recoverable() const;
    /// Opens one into the painting (modified, as it was never saved) and goes on with its copy.
    /// Throws std::runtime_error("file: reason"); the copy then stays for the next try.
    void recover(const RecoverablePainting& left);
    /// Deletes a copy that the user does not want.
    void discard(const RecoverablePainting& left);

    /// Milliseconds from the first unsaved change to the write (default 3000).
    void setDelay(int milliseconds);
    /// Starts the write now, when there is something to save.
    void saveNow();
    /// Waits for a write that runs.
    void flush();
    /// The copy's file; it exists only while there is unsaved work.
    QString file() const { return file_; }

Q_SIGNALS:
    void saved();
    void failed(
        const QString& reason);  ///< one line; painting goes on, the next change tries again

private:
    void schedule();
    void forget();
    void finishWrite(const QString& error);

    struct Writer;
    Painting& painting_;
    QString folder_;
    QString file_;
    std::unique_ptr<QLockFile> lock_;
    QTimer timer_;
    std::unique_ptr<Writer> writer_;
};

}  // namespace tessera
