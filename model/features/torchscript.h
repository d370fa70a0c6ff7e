// A classifier that brings its own code.
#pragma once

#include <filesystem>
#include <memory>

#include "model/features/feature_network.h"

namespace tessera {

/// Whether a file is TorchScript, by what its archive lists. False where it can't be read.
bool is_torchscript(const std::filesystem::path& file);

/// See FeatureNetwork::open().
std::shared_ptr<const FeatureNetwork> open_torchscript(const std::filesystem::path& file,
                                                       const at::TensorOptions& options);

}  // namespace tessera
