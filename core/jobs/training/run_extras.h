// What a trainer's process does beside learning: weights for those who ask, held-out figures, event
// files.
#pragma once

#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace tessera {

class EventFile;
struct Pair;
class Trainer;
struct TrainingData;
struct TrainingLine;

/// Call after every step. See core/jobs/training/run_files.h for the files.
class RunExtras {
public:
    /// Files of the frozen networks: the one that training leans on, where the options name no
    /// other, and the one that measures generators.
    struct Networks {
        QString learning;
        QString judging;
    };

    /// `interrupted`: whether the process is asked to end, which cuts a measurement short. Throws
    /// std::runtime_error("file: reason").
    RunExtras(const Trainer& trainer,
              const QString& run,
              const Networks& networks,
              std::function<bool()> interrupted);
    ~RunExtras();

    /// Writes what is due. Throws std::runtime_error, one line.
    void after(const TrainingLine& line);

    /// The model of a run that ends.
    void writeFinalModel() const;

private:
    using Values = std::vector<std::pair<std::string, double>>;

    void writeSnapshot() const;
    std::optional<Values> measure() const;
    void addDistances(qint64 step, const Values& figures) const;
    void dropDistancesAfter(qint64 step) const;

    const Trainer& trainer_;
    QString run_;
    QString judge_;
    QString features_;
    std::function<bool()> interrupted_;
    std::unique_ptr<TrainingData> data_;
    std::vector<Pair> heldOut_;  // empty: nothing is measured
    std::unique_ptr<EventFile> events_;
};

}  // namespace tessera
