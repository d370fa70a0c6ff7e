// Tells which network a file holds.
#include "model/features/feature_network.h"

#include "model/features/efficientnet.h"
#include "model/features/stored_convolutions.h"
#include "model/features/vgg.h"

namespace tessera {

std::shared_ptr<const FeatureNetwork> FeatureNetwork::open(const std::filesystem::path& path,
                                                           const at::TensorOptions& options) {
    const std::shared_ptr<const SafetensorsFile> file = SafetensorsFile::open(path);
    if (has_convolution(*file, "stem")) {
        return open_efficientnet(*file, options);
    }
    if (has_convolution(*file, "features.0")) {
        return open_vgg(*file, options);
    }
    refuse(*file, "no feature network that is known: neither EfficientNet-Lite nor VGG-19");
}

}  // namespace tessera
