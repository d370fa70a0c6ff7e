// The tables of numbers that a run writes a line at a time: history.csv, distances.csv.
#pragma once

#include <QHash>
#include <QObject>
#include <QSharedPointer>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace tessera {

/// Columns of a table, by name. What a line leaves empty is NaN.
struct RunTable {
    QStringList names;  ///< in the order of the file, "step" aside
    std::vector<double> steps;
    QHash<QString, std::vector<float>> columns;

    bool has(const QString& name) const { return columns.contains(name); }
};

/// Follows a table that grows. An unfinished last line is left for the next time; a file that
/// became shorter (a run that went back to its checkpoint) is read anew.
class RunTableReader {
public:
    explicit RunTableReader(const QString& file) : file_(file) {}

    /// Whether there was something new.
    bool readMore();
    const RunTable& table() const { return table_; }

private:
    void takeLine(const QByteArray& line);

    QString file_;
    qint64 offset_ = 0;
    RunTable table_;
};

/// Reads tables on other threads: a long one takes a while.
class RunTables : public QObject {
    Q_OBJECT

public:
    explicit RunTables(QObject* parent = nullptr);
    ~RunTables() override;

    /// Reads what is new in the file; ends with read, where there was something, or the file was
    /// not asked for before. One that is being read is not asked again.
    void update(const QString& file);
    void forget(const QString& file);

    /// What was read so far.
    QSharedPointer<const RunTable> table(const QString& file) const;

Q_SIGNALS:
    void read(const QString& file);

private:
    struct Followed;
    QHash<QString, QSharedPointer<Followed>> files_;
};

/// The step of the last whole line, 0 where there is none; a column of it.
qint64 lastStep(const QString& file);
std::optional<double> lastValue(const QString& file, const QString& column);

}  // namespace tessera
