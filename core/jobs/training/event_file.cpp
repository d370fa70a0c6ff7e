// Protocol buffers by hand: four messages of a few fields.
#include "core/jobs/training/event_file.h"

#include <QDateTime>
#include <QDir>
#include <QtEndian>
#include <array>

#include "core/files/whole_file.h"

namespace tessera {
namespace {

constexpr quint32 kPolynomial = 0x82f63b78;  // of CRC-32C, bits reversed

constexpr std::array<quint32, 256> crcTable() {
    std::array<quint32, 256> table{};
    for (quint32 byte = 0; byte < 256; ++byte) {
        quint32 value = byte;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1) ^ ((value & 1) != 0 ? kPolynomial : 0);
        }
        table[byte] = value;
    }
    return table;
}

quint32 masked(const QByteArray& bytes) {
    const quint32 crc = crc32c(bytes);
    return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
}

template <typename Number>
QByteArray littleEndian(Number number) {
    QByteArray bytes(sizeof number, Qt::Uninitialized);
    qToLittleEndian(number, bytes.data());
    return bytes;
}

QByteArray varint(quint64 number) {
    QByteArray bytes;
    for (; number >= 0x80; number >>= 7) {
        bytes.append(static_cast<char>((number & 0x7f) | 0x80));
    }
    return bytes.append(static_cast<char>(number));
}

// A field is its number and how long it is: 0 a varint, 1 eight bytes, 2 told, 5 four bytes.
QByteArray field(int number, int kind, const QByteArray& value) {
    return varint(static_cast<quint64>(number << 3 | kind)) + value;
}

QByteArray message(int number, const QByteArray& bytes) {
    return field(number, 2, varint(static_cast<quint64>(bytes.size())) + bytes);
}

/// Event.wall_time and Event.step.
QByteArray stamp(qint64 step) {
    const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
    return field(1, 1, littleEndian(now)) + field(2, 0, varint(static_cast<quint64>(step)));
}

}  // namespace

quint32 crc32c(const QByteArray& bytes) {
    static constexpr std::array<quint32, 256> table = crcTable();
    quint32 crc = ~quint32{0};
    for (const char byte : bytes) {
        crc = (crc >> 8) ^ table[(crc ^ static_cast<quint8>(byte)) & 0xff];
    }
    return ~crc;
}

EventFile::EventFile(const QString& folder, qint64 from) {
    QDir().mkpath(folder);
    file_.setFileName(QStringLiteral("%1/events.out.tfevents.%2.tessera")
                          .arg(folder)
                          .arg(QDateTime::currentMSecsSinceEpoch()));
    if (!file_.open(QIODevice::WriteOnly)) {
        fail(file_.fileName(), file_.errorString());
    }
    write(stamp(0) + message(3, "brain.Event:2"));            // file_version
    write(stamp(from) + message(7, field(1, 0, varint(1))));  // session_log: START
}

void EventFile::add(qint64 step, const std::vector<std::pair<std::string, double>>& values) {
    QByteArray summary;
    for (const auto& [tag, value] : values) {
        summary += message(1,
                           message(1, QByteArray::fromStdString(tag)) +
                               field(2, 5, littleEndian(static_cast<float>(value))));
    }
    write(stamp(step) + message(5, summary));
}

void EventFile::write(const QByteArray& event) {
    const QByteArray length = littleEndian(static_cast<quint64>(event.size()));
    file_.write(length + littleEndian(masked(length)) + event + littleEndian(masked(event)));
    if (!file_.flush()) {
        fail(file_.fileName(), file_.errorString());
    }
}

}  // namespace tessera
