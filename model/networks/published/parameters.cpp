// Built on the meta device: shapes without memory.
#include "model/networks/published/parameters.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>

#include "model/networks/discriminator.h"
#include "model/networks/published/lggan_synthesis.h"
#include "model/networks/published/maskgan.h"
#include "model/networks/published/sean.h"

namespace tessera {
namespace {

int64_t count(const torch::nn::Module& module) {
    int64_t parameters = 0;
    for (const at::Tensor& parameter : module.parameters()) {
        parameters += parameter.numel();
    }
    return parameters;
}

/// As its authors built it: source photo and colour map in, a decoder a branch, transposed
/// convolutions.
LgganConfig cross_view() {
    LgganConfig config;
    config.classes = 6;
    config.image_channels = 6;
    config.label_input = false;
    config.decoder = "branches";
    config.upsampler = "transpose";
    config.combine = "conv";
    return config;
}

/// Table 4 counts a seventh class's convolution, which the authors' network has and nothing draws
/// with: checkpoints lose it when they are converted.
int64_t with_seventh_class(const LgganConfig& config) {
    const int64_t side = config.head_kernel;
    return count(*Lggan(config)) + 3 * config.base * side * side + 3;
}

/// The local side of LGGAN for Cityscapes.
LgganConfig synthesis() {
    LgganConfig config = cross_view();
    config.classes = 35;
    config.image_channels = 0;
    config.label_input = true;
    return config;
}

/// Table 12 counts the attention at all six places where the trunk doubles; the other ways stand at
/// the last four, as the two before are GauGAN's own.
int64_t attention_at_six_places(const GauganConfig& config) {
    const SpatialAttention first(16 * config.base);
    return count(*Gaugan(config)) + 2 * count(*first);
}

}  // namespace

std::vector<CountedNetwork> published_networks() {
    const UninitialisedParameters on_meta{at::Device(at::kMeta)};
    std::vector<CountedNetwork> networks;
    networks.push_back({"LGGAN, cross-view, generator", count(*Lggan(cross_view())), {}});
    networks.push_back({"LGGAN, cross-view, with its unused seventh class",
                        with_seventh_class(cross_view()),
                        12.19});
    networks.push_back(
        {"LGGAN, cross-view, a discriminator",
         count(*PatchDiscriminator(PatchDiscriminatorOptions{.channels = 6, .base = 64})),
         2.77});
    const std::pair<const char*, std::optional<double>> upsamplers[] = {
        {"nearest", 93.0},
        {"bilinear", 93.0},
        {"bicubic", 93.0},
        {"deconv", 98.6},
        {"pixel_shuffle", 143.2},
        {"spatial_attention", std::nullopt},
        {"involution", 93.1},
        {"sau", 93.4}};
    for (const auto& [upsampler, published] : upsamplers) {
        GauganConfig config;
        config.upsampler = upsampler;
        networks.push_back(
            {std::string("GauGAN, ") + upsampler, count(*Gaugan(config)), published});
        if (config.upsampler == "spatial_attention") {
            networks.push_back(
                {"GauGAN, spatial_attention, six places", attention_at_six_places(config), 97.4});
        }
    }
    networks.push_back(
        {"LGGAN, synthesis", count(*LgganSynthesis(synthesis(), GauganConfig{})), {}});
    networks.push_back({"SEAN", count(*Sean(SeanConfig{})), {}});
    networks.push_back({"MaskGAN", count(*Maskgan(MaskganConfig{})), {}});
    return networks;
}

}  // namespace tessera
