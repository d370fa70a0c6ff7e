// From a run to a file that paints, or reads photos.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>

#include "model/training/run_folder.h"

namespace tessera {

/// Writes the moving average of a learner's weights as a self-describing file, float32: generator
/// and style encoder as a model file, or a segmenter. `state` is Learner::state(). Throws
/// std::runtime_error that names the file and the reason.
void write_model(const std::filesystem::path& file,
                 const std::map<std::string, at::Tensor>& state,
                 const TrainingOptions& options,
                 const TrainingData& data,
                 const std::map<std::string, std::string>& card);

/// The same from a run's newest checkpoint, with a card that says data, steps and options. Throws
/// std::runtime_error where the run has none yet.
void export_run(const std::filesystem::path& run, const std::filesystem::path& file);

}  // namespace tessera
