// Bytes of files: read whole, written whole or not at all, errors in one line.
#pragma once

#include <QByteArray>
#include <QString>
#include <functional>

class QIODevice;

namespace tessera {

/// Throws std::runtime_error("file: reason").
[[noreturn]] void fail(const QString& file, const QString& reason);

/// Throws for a file that is missing, a folder, unreadable or empty.
QByteArray readWhole(const QString& file);

/// What can be read of a file that need not be there.
QByteArray readIfThere(const QString& file);

/// Calls `write`, which returns an error text or an empty string, and puts the file in place only
/// when every byte is on the disk. Throws std::runtime_error("file: reason"); the old file stays
/// then.
void writeWhole(const QString& file, const std::function<QString(QIODevice&)>& write);
void writeWhole(const QString& file, const QByteArray& bytes);

}  // namespace tessera
