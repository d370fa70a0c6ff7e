// Tells which network a file holds.
#include "model/features/feature_network.h"

#include "model/features/convolution_stack.h"
#include "model/features/efficientnet.h"
#include "model/features/stored_convolutions.h"
#include "model/features/torchscript.h"

namespace tessera {

std::shared_ptr<const FeatureNetwork> FeatureNetwork::open(const std::filesystem::path& path,
                                                           const at::TensorOptions& options) {
    if (is_torchscript(path)) {
        return open_torchscript(path, options);
    }
    const WeightsFile file = WeightsFile::open(path);
    if (has_convolution(file, "stem")) {
        return open_efficientnet(file, options);
    }
    if (const auto network = open_convolution_stack(file, options)) {
        return network;
    }
    file.refuse(
        "no feature network that is known: neither EfficientNet-Lite nor AlexNet, VGG-16 or "
        "VGG-19");
}

}  // namespace tessera
