// A training run, a step at a time. It knows of no threads but those that read pictures: whoever
// calls it decides when, and may do so on a thread of low priority. Free of LibTorch.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/training/options.h"
#include "model/training/run_folder.h"

namespace tessera {

/// What one step told.
struct TrainingLine {
    int64_t step = 0;  ///< counted from 1
    std::vector<std::pair<std::string, double>> terms;
    bool skipped = false;  ///< something was not finite, and nothing was learnt
    double rate = 1;       ///< share of the learning rates
    double seconds = 0;    ///< wall time, the wait for pictures included
    double waited = 0;     ///< of them for pictures

    /// Seconds of the parts: generator, critics, features, optimiser.
    std::vector<std::pair<std::string, double>> parts;
};

/// A run that is under way. Started as several processes (model/training/processes.h), each takes
/// its own pictures, a batch each; the first alone writes files.
class Trainer {
public:
    /// Where the frozen network lies that comes with the program.
    struct Resources {
        std::filesystem::path features;
    };

    /// Begins a run in a new folder. Throws std::runtime_error, one line that names the file or
    /// option and the reason.
    static std::unique_ptr<Trainer> begin(const std::filesystem::path& run,
                                          TrainingOptions options,
                                          const TrainingData& data,
                                          const Resources& resources);

    /// Goes on from the newest checkpoint (from the start where there is none yet). `change` may
    /// alter options; those of the networks must stay as they were.
    static std::unique_ptr<Trainer> resume(
        const std::filesystem::path& run,
        const Resources& resources,
        const std::function<void(TrainingOptions&)>& change = {});

    virtual ~Trainer() = default;

    virtual const TrainingOptions& options() const = 0;
    virtual int64_t step() const = 0;     ///< steps done
    virtual int64_t skipped() const = 0;  ///< of them that learnt nothing
    virtual double hours() const = 0;     ///< of computing, over all sessions
    virtual bool finished() const = 0;

    /// Does the next step, adds its line to history.csv, and writes what is due: samples and
    /// checkpoints. Throws std::runtime_error where pictures can't be read, a file can't be
    /// written, memory runs out, or ten steps in a row were not finite; the last checkpoint is
    /// whole then, and in the last case one more is written first.
    virtual TrainingLine advance() = 0;

    /// Writes a checkpoint now.
    virtual void checkpoint() = 0;

    /// Writes the moving average of the weights as a model file.
    virtual void write_model(const std::filesystem::path& file) const = 0;

    /// "file: reason" of every picture that was left out, and what the listing found wrong.
    virtual std::vector<std::string> problems() const = 0;
};

}  // namespace tessera
