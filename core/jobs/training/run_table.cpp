// Comma-separated numbers below a line of names.
#include "core/jobs/training/run_table.h"

#include <QCoreApplication>
#include <QFile>
#include <QPointer>
#include <QThreadPool>
#include <cmath>

namespace tessera {
namespace {

constexpr qint64 kTail = 2048;  // bytes; more than a line

/// The last whole line, header excluded.
QByteArray lastLine(QFile& file) {
    const qint64 size = file.size();
    file.seek(std::max<qint64>(size - kTail, 0));
    const QByteArray tail = file.readAll();
    const qsizetype end = tail.lastIndexOf('\n');
    if (end <= 0) {
        return {};
    }
    const qsizetype start = tail.lastIndexOf('\n', end - 1);
    return start < 0 && size <= kTail ? QByteArray() : tail.mid(start + 1, end - start - 1);
}

}  // namespace

bool RunTableReader::readMore() {
    QFile file(file_);
    if (!file.open(QIODevice::ReadOnly)) {
        const bool had = offset_ > 0;
        table_ = {};
        offset_ = 0;
        return had;
    }
    if (file.size() < offset_) {
        table_ = {};
        offset_ = 0;
    }
    file.seek(offset_);
    const QByteArray bytes = file.readAll();
    const qsizetype end = bytes.lastIndexOf('\n') + 1;
    for (qsizetype from = 0; from < end;) {
        const qsizetype to = bytes.indexOf('\n', from);
        takeLine(bytes.mid(from, to - from));
        from = to + 1;
    }
    offset_ += end;
    return end > 0;
}

void RunTableReader::takeLine(const QByteArray& line) {
    const QList<QByteArray> fields = line.split(',');
    if (table_.names.isEmpty()) {
        for (const QByteArray& name : fields.mid(1)) {
            table_.names << QString::fromUtf8(name);
            table_.columns[table_.names.last()] = {};
        }
        return;
    }
    table_.steps.push_back(fields.first().toDouble());
    for (qsizetype i = 0; i < table_.names.size(); ++i) {
        bool valid = false;
        const float value = i + 1 < fields.size() ? fields[i + 1].toFloat(&valid) : 0.0f;
        table_.columns[table_.names[i]].push_back(valid ? value : std::nanf(""));
    }
}

/// The reader is touched by one thread at a time: `busy` while one is at it.
struct RunTables::Followed {
    explicit Followed(const QString& file) : reader(file) {}

    RunTableReader reader;
    QSharedPointer<const RunTable> table = QSharedPointer<const RunTable>::create();
    bool busy = false;
    bool asked = false;
};

RunTables::RunTables(QObject* parent) : QObject(parent) {}

RunTables::~RunTables() = default;

void RunTables::update(const QString& file) {
    QSharedPointer<Followed>& entry = files_[file];
    if (!entry) {
        entry = QSharedPointer<Followed>::create(file);
    }
    if (entry->busy) {
        return;
    }
    entry->busy = true;
    const QPointer<RunTables> self(this);
    QThreadPool::globalInstance()->start([self, file, followed = entry] {
        const bool news = followed->reader.readMore();
        QSharedPointer<const RunTable> table;
        if (news) {
            table = QSharedPointer<const RunTable>::create(followed->reader.table());
        }
        QMetaObject::invokeMethod(
            qApp,
            [self, file, followed, table] {
                followed->busy = false;
                if (table) {
                    followed->table = table;
                }
                if (self && (table || !followed->asked)) {
                    followed->asked = true;
                    Q_EMIT self->read(file);
                }
            },
            Qt::QueuedConnection);
    });
}

void RunTables::forget(const QString& file) {
    files_.remove(file);
}

QSharedPointer<const RunTable> RunTables::table(const QString& file) const {
    const auto entry = files_.value(file);
    return entry ? entry->table : QSharedPointer<const RunTable>::create();
}

qint64 lastStep(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? lastLine(file).split(',').first().toLongLong() : 0;
}

std::optional<double> lastValue(const QString& path, const QString& column) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const qsizetype place = file.readLine().trimmed().split(',').indexOf(column.toUtf8());
    const QList<QByteArray> fields = lastLine(file).split(',');
    bool valid = false;
    const double value = fields.value(place).toDouble(&valid);
    return place >= 0 && valid ? std::optional(value) : std::nullopt;
}

}  // namespace tessera
