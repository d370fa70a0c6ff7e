// VGG-19, for those who have its weights.
#pragma once

#include "model/features/feature_network.h"
#include "model/files/safetensors.h"

namespace tessera {

/// See FeatureNetwork::open().
std::shared_ptr<const FeatureNetwork> open_vgg(const SafetensorsFile& file,
                                               const at::TensorOptions& options);

}  // namespace tessera
