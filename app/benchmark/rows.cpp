// Timing in turn, percentiles, and the two ways of printing rows.
#include "app/benchmark/rows.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <chrono>
#include <cmath>

namespace tessera {
namespace {

using Clock = std::chrono::steady_clock;

double timeOnce(const std::function<void()>& action) {
    const auto start = Clock::now();
    action();
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

QString number(const std::optional<double>& value, int decimals) {
    return value ? QString::number(*value, 'f', decimals) : QStringLiteral("–");
}

QJsonValue jsonNumber(const std::optional<double>& value) {
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

constexpr int kLeastRuns = 3;

}  // namespace

BenchmarkRow withTarget(BenchmarkRow row,
                        const QString& quantity,
                        const QString& bound,
                        double limit) {
    const std::optional<double> measured = quantity == u"ratio" ? row.ratio : row.value;
    row.target = QStringLiteral("%1 %2 %3").arg(quantity, bound).arg(limit);
    if (measured) {
        row.met = bound == u">=" ? *measured >= limit : *measured <= limit;
    }
    return row;
}

void Samples::add(double milliseconds) {
    sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), milliseconds), milliseconds);
}

double Samples::percentile(double share) const {
    if (sorted_.empty()) {
        return std::nan("");
    }
    const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(sorted_.size())));
    return sorted_[std::clamp<size_t>(rank, 1, sorted_.size()) - 1];
}

Samples Samples::of(const std::function<void()>& action, int count, double seconds) {
    action();
    Samples samples;
    const auto start = Clock::now();
    for (int run = 0; run < count; ++run) {
        samples.add(timeOnce(action));
        if (run + 1 >= kLeastRuns &&
            Clock::now() - start > std::chrono::duration<double>(seconds)) {
            break;
        }
    }
    return samples;
}

std::pair<Samples, Samples> Samples::inTurn(const std::function<void()>& first,
                                            const std::function<void()>& second,
                                            int count,
                                            double seconds) {
    first();
    second();
    std::pair<Samples, Samples> samples;
    const auto start = Clock::now();
    for (int run = 0; run < count; ++run) {
        samples.first.add(timeOnce(first));
        samples.second.add(timeOnce(second));
        if (run + 1 >= kLeastRuns &&
            Clock::now() - start > std::chrono::duration<double>(seconds)) {
            break;
        }
    }
    return samples;
}

QString toTable(const std::vector<BenchmarkRow>& rows) {
    const QStringList header{"what", "value", "unit", "peer", "ratio", "target", "met"};
    QList<QStringList> cells{header};
    for (const BenchmarkRow& row : rows) {
        cells << QStringList{row.name,
                             number(row.value, 1),
                             row.unit,
                             number(row.peer, 1),
                             number(row.ratio, 2),
                             row.target.isEmpty() ? QStringLiteral("–") : row.target,
                             row.met ? (*row.met ? "yes" : "NO") : QStringLiteral("–")};
    }
    QString text;
    for (const QStringList& line : cells) {
        for (int column = 0; column < line.size(); ++column) {
            qsizetype width = 0;
            for (const QStringList& other : cells) {
                width = std::max(width, other[column].size());
            }
            const bool isText = column == 0 || column == 2 || column >= 5;
            text += isText ? line[column].leftJustified(width) : line[column].rightJustified(width);
            text += column + 1 < line.size() ? QStringLiteral("  ") : QStringLiteral("\n");
        }
    }
    return text;
}

QByteArray toJson(const std::vector<BenchmarkRow>& rows) {
    QJsonArray array;
    for (const BenchmarkRow& row : rows) {
        array.append(
            QJsonObject{{"name", row.name},
                        {"value", row.value},
                        {"unit", row.unit},
                        {"peer", jsonNumber(row.peer)},
                        {"ratio", jsonNumber(row.ratio)},
                        {"target", row.target.isEmpty() ? QJsonValue() : QJsonValue(row.target)},
                        {"met", row.met ? QJsonValue(*row.met) : QJsonValue()}});
    }
    return QJsonDocument(array).toJson();
}

}  // namespace tessera
