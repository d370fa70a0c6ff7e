// Each architecture seen from outside.
#include "model/networks/network_config.h"

#include <algorithm>

namespace tessera {
namespace {

constexpr int64_t kPhotoStep = 32;  // MaskGAN's encoders halve a photo five times

NetworkTraits describe(const LgganConfig& config) {
    NetworkTraits traits;
    traits.classes = config.classes;
    traits.image_channels = config.image_channels;
    traits.style = config.style;
    traits.style_origin = config.style > 0 ? StyleOrigin::seed : StyleOrigin::none;
    traits.noise = config.noise;
    traits.step = config.stride();
    traits.min_side = config.min_side();
    if (config.local) {
        traits.local = config;
    }
    traits.upsampler = config.upsampler;
    traits.sau_kernel = config.sau_kernel;
    traits.levels = config.downs;
    traits.features = config.width(0);
    if (config.decoder == "branches") {
        traits.decoders = {"global"};
        if (config.local) {
            traits.decoders.emplace_back("local");
        }
        if (config.weighs()) {
            traits.decoders.emplace_back("weight");
        }
    }
    // The widest moment: f' of the level below at full size, upsampled, padded, and convolved.
    traits.values_a_pixel = 4 * config.width(std::min<int64_t>(1, config.downs));
    return traits;
}

/// Features and, for each norm, the map, what is between, scale and shift.
int64_t spade_values(const GauganConfig& config) {
    return config.semantic + 2 * config.hidden + 8 * config.base;
}

NetworkTraits describe(const GauganConfig& config) {
    NetworkTraits traits;
    traits.architecture = "gaugan";
    traits.title = "GauGAN";
    traits.classes = config.classes();
    traits.style = config.style;
    traits.style_origin = config.style > 0 ? StyleOrigin::seed : StyleOrigin::none;
    traits.step = int64_t{1} << config.halvings;
    traits.min_side = traits.step;
    if (config.style > 0) {
        traits.height = config.height;
        traits.width = config.width;
    }
    traits.upsampler = config.upsampler;
    traits.sau_kernel = config.sau_kernel;
    traits.levels = 4;
    traits.to_full_size = config.halvings < 7;
    traits.values_a_pixel = spade_values(config);
    return traits;
}

NetworkTraits describe(const LgganSynthesisConfig& config) {
    NetworkTraits traits = tessera::traits_of(config.trunk);
    traits.architecture = "lggan-synthesis";
    traits.title = "LGGAN for synthesis";
    traits.local = config.local;
    traits.values_a_pixel += 4 * config.local.width(1);
    return traits;
}

NetworkTraits describe(const SeanConfig& config) {
    NetworkTraits traits;
    traits.architecture = "sean";
    traits.title = "SEAN";
    traits.classes = config.semantic;
    traits.style = config.semantic * config.style;
    traits.style_origin = StyleOrigin::photos;
    traits.region_codes = true;
    traits.noise = true;
    traits.step = int64_t{1} << config.halvings;
    traits.min_side = traits.step;
    traits.upsampler = config.upsampler;
    traits.sau_kernel = config.sau_kernel;
    traits.levels = 4;
    // The codes are painted at half the size.
    traits.values_a_pixel =
        config.semantic + 2 * config.hidden + 8 * config.base + config.style / 2;
    return traits;
}

NetworkTraits describe(const MaskganConfig& config) {
    NetworkTraits traits;
    traits.architecture = "maskgan";
    traits.title = "MaskGAN";
    traits.classes = config.semantic;
    traits.style = config.style();
    traits.style_origin = StyleOrigin::photos;
    traits.photo_side = 512;
    traits.step = std::max(int64_t{1} << config.downs, kPhotoStep);
    traits.min_side = std::max(int64_t{2} << config.downs, 2 * kPhotoStep);
    traits.upsampler = config.upsampler;
    traits.sau_kernel = config.sau_kernel;
    traits.levels = config.downs;
    traits.values_a_pixel = config.semantic + 8 * config.base;
    return traits;
}

}  // namespace

NetworkTraits traits_of(const NetworkConfig& config) {
    return std::visit([](const auto& options) { return describe(options); }, config);
}

void check(const NetworkConfig& config) {
    std::visit([](const auto& options) { options.check(); }, config);
}

}  // namespace tessera
