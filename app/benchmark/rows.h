// The rows of `tessera benchmark`: what was measured, against what, and whether the target was met.
#pragma once

#include <QString>
#include <functional>
#include <optional>
#include <vector>

namespace tessera {

/// One measured figure. `ratio` says how many times better than the peer it is (peer / value where
/// less is better), or how it compares with another row where `peer` names one.
struct BenchmarkRow {
    QString name = {};                 ///< "render 256x256 float32 p50"
    double value = 0;                  ///< in `unit`
    QString unit = {};                 ///< "ms", "MiB", "times"
    std::optional<double> peer = {};   ///< the peer's figure in the same unit
    std::optional<double> ratio = {};  ///< peer / value; value / peer under an upper bound
    QString target = {};               ///< "ratio >= 2", "value <= 250"; empty: reported only
    std::optional<bool> met = {};      ///< whether the target was reached
};

/// Says whether the row's target is met, and writes the target in words.
BenchmarkRow withTarget(BenchmarkRow row,
                        const QString& quantity,
                        const QString& bound,
                        double limit);

/// Wall times of a repeated action, in milliseconds, sorted.
class Samples {
public:
    /// Runs `action` once unmeasured, then until `count` runs or `seconds` have passed (three runs
    /// at least).
    static Samples of(const std::function<void()>& action, int count, double seconds);

    /// Runs two actions in turn, so that a change of the machine's speed meets both alike.
    static std::pair<Samples, Samples> inTurn(const std::function<void()>& first,
                                              const std::function<void()>& second,
                                              int count,
                                              double seconds);

    void add(double milliseconds);
    double percentile(double share) const;  ///< share in [0, 1]; nearest rank
    double median() const { return percentile(0.5); }
    size_t count() const { return sorted_.size(); }

private:
    std::vector<double> sorted_;
};

/// Aligned columns for people.
QString toTable(const std::vector<BenchmarkRow>& rows);

/// An array of {name, value, unit, peer, ratio, target, met}; what a row lacks is null.
QByteArray toJson(const std::vector<BenchmarkRow>& rows);

}  // namespace tessera
