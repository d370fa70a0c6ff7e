// EfficientNet-Lite: inverted bottlenecks with ReLU6 and without squeeze-and-excite.
#pragma once

#include "model/features/feature_network.h"
#include "model/features/weights_file.h"

namespace tessera {

/// See FeatureNetwork::open().
std::shared_ptr<const FeatureNetwork> open_efficientnet(const WeightsFile& file,
                                                        const at::TensorOptions& options);

}  // namespace tessera
