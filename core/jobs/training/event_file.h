// Event files, as TensorBoard reads them.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <utility>
#include <vector>

namespace tessera {

/// Scalars over steps. A file is a row of records: length (8 bytes, little-endian), a checksum of
/// it, the bytes of an Event message of TensorFlow's event.proto, a checksum of them. Checksums are
/// CRC-32C, turned by 15 bits and shifted by a constant, as TensorFlow's records have them.
class EventFile {
public:
    /// Begins a file in `folder`. Events of other files there whose step is `from` or more no
    /// longer count: a run goes on from its checkpoint. Throws std::runtime_error("file: reason").
    EventFile(const QString& folder, qint64 from);

    /// Adds the values of a step. Throws std::runtime_error("file: reason").
    void add(qint64 step, const std::vector<std::pair<std::string, double>>& values);

    QString file() const { return file_.fileName(); }

private:
    void write(const QByteArray& event);

    QFile file_;
};

/// CRC-32C (Castagnoli) of some bytes.
quint32 crc32c(const QByteArray& bytes);

}  // namespace tessera
