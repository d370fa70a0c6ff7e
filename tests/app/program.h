// Runs the program as a user does, in a home of its own.
#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace tessera::test {

struct Outcome {
    int exitCode = -1;
    QString out;
    QString error;

    /// Lines on stderr.
    QStringList errorLines() const;
};

/// The program that was built.
QString programFile();

/// A folder with the program's resources (one tiny model, "scenes", that knows road, sky and tree
/// of the palette scenes) and its user's home; commands run in its work/.
class Program {
public:
    Program();

    QString path(const QString& name) const { return folder_.filePath("work/" + name); }
    QString resources() const { return folder_.filePath("resources"); }

    /// Files in work/, recursively, without those in `known`.
    QStringList files() const;

    /// Largest file that a command may write, in bytes: a disk that is full after that.
    void setDiskSpace(qint64 bytes) { diskSpace_ = bytes; }

    /// Environment variables beside the isolated ones: "NAME=value"; "NAME" alone removes it.
    void setEnvironment(const QStringList& changes) { environment_ = changes; }

    Outcome run(const QStringList& arguments) const;

private:
    QTemporaryDir folder_;
    QStringList environment_;
    qint64 diskSpace_ = -1;
};

}  // namespace tessera::test
