// From a run to a model file that paints.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>

#include "model/training/run_folder.h"

namespace tessera {

/// Writes generator and style encoder as a self-describing model file, float32. `weights` are by
/// the names of a model file. Throws std::runtime_error that names the file and the reason.
void write_model(const std::filesystem::path& file,
                 const std::map<std::string, at::Tensor>& weights,
                 const LgganConfig& config,
                 const TrainingData& data,
                 const std::map<std::string, std::string>& card);

/// The same from a run's newest checkpoint: the moving average of its weights, and a card that says
/// data, steps and options. Throws std::runtime_error where the run has none yet.
void export_run(const std::filesystem::path& run, const std::filesystem::path& file);

}  // namespace tessera
