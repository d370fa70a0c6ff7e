// Everything that a run needs to go on as if it had never stopped.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>

#include "model/training/options.h"

namespace tessera {

/// Order, crops, style and noise are functions of the options' seed and the step, so that the step
/// is all of the sampler's and the random numbers' state.
struct Checkpoint {
    std::map<std::string, at::Tensor> tensors;  ///< TrainingNetworks::state()
    TrainingOptions options;
    int64_t step = 0;     ///< steps done
    int64_t skipped = 0;  ///< of them that learnt nothing because something was not finite
    int64_t skipped_in_a_row = 0;
    double hours = 0;     ///< of computing
    std::string history;  ///< history.csv up to here

    /// Writes it whole or not at all. Throws std::runtime_error that names the file and the reason.
    void write(const std::filesystem::path& file) const;

    /// Throws std::runtime_error that names the file and what is wrong with it.
    static Checkpoint read(const std::filesystem::path& file);
};

}  // namespace tessera
