// A run on disk: options.json, data.json, history.csv, samples/, checkpoints/. Free of LibTorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/files/model_card.h"
#include "model/training/options.h"

namespace tessera {

/// What a run learns from.
struct TrainingData {
    std::filesystem::path folder;
    std::string layout;               ///< name of a DatasetLayout
    std::string palette;              ///< id of the palette of the classes
    std::vector<ModelClass> classes;  ///< in channel order
    std::vector<int> void_ids;        ///< ids of no class
    std::vector<std::filesystem::path>
        start;  ///< model and discriminators to begin with; may be empty
};

/// `options` with the classes and source channels of `data`. Throws std::runtime_error where an
/// option is out of range, or the data's folder holds no pairs to train on.
TrainingOptions fitted_options(TrainingOptions options, const TrainingData& data);

/// A folder that one process writes to. Throws std::runtime_error that names the folder or file and
/// the reason wherever something is unreadable, of another form, or not writable.
class RunFolder {
public:
    /// Makes the folder for a new run. Throws where it holds a run already.
    static RunFolder create(const std::filesystem::path& path,
                            const TrainingOptions& options,
                            const TrainingData& data);

    /// Opens an existing run to go on with it. Throws where another process is at it.
    static RunFolder open(const std::filesystem::path& path);

    /// Reads what a run says about itself, without taking hold of it.
    static TrainingOptions read_options(const std::filesystem::path& path);
    static TrainingData read_data(const std::filesystem::path& path);

    /// The process that is at a run; 0 where it is none that can be named, such as one of another
    /// machine. Takes hold of nothing.
    static std::optional<int64_t> user_of(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }

    /// Writes options.json again, whole or not at all.
    void write_options(const TrainingOptions& options) const;

    /// Adds a line to history.csv; `history` becomes all of it, header included.
    void append_history(const std::string& line) const;
    void rewrite_history(const std::string& history) const;
    std::string history() const;

    /// checkpoints/step-000000500.safetensors, and the newest one there.
    std::filesystem::path checkpoint_path(int64_t step) const;
    static std::optional<std::filesystem::path> newest_checkpoint(const std::filesystem::path& run);

    /// Deletes all but the newest `kept` checkpoints.
    void forget_checkpoints(size_t kept) const;

    /// samples/step-000000500.png
    std::filesystem::path sample_path(int64_t step) const;

private:
    class Lock;
    RunFolder(std::filesystem::path path);

    std::filesystem::path path_;
    std::shared_ptr<Lock> lock_;
};

}  // namespace tessera
