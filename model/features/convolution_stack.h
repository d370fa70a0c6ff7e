// AlexNet, VGG-16 and VGG-19: convolutions one after another, then three linear maps.
#pragma once

#include <memory>

#include "model/features/feature_network.h"
#include "model/features/weights_file.h"

namespace tessera {

/// See FeatureNetwork::open(). Tells by the places of the convolutions which of the three it is;
/// null where it is none.
std::shared_ptr<const FeatureNetwork> open_convolution_stack(const WeightsFile& file,
                                                             const at::TensorOptions& options);

}  // namespace tessera
