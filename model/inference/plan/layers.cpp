// Layer by layer, named as in a profile.
#include "model/inference/plan/layers.h"

#include <ATen/ATen.h>

namespace tessera {
namespace {

PackedLayer layer(const std::string& name,
                  const Conv& conv,
                  const Norm& norm,
                  const Extent& input) {
    const int64_t sizes[] = {1, conv->options.in, input.height, input.width};
    return {name,
            PackedConvolution(conv->weight, {}, conv->options.stride, input.zeros, sizes),
            norm,
            {}};
}

PackedSau sau(const std::string& name,
              const KernelGenerationImpl& sakg,
              const Extent& wide,
              const Extent& narrow) {
    const int64_t features[] = {1, sakg.options.channels, wide.height, wide.width};
    const int64_t compressed[] = {1, sakg.options.compressed, narrow.height, narrow.width};
    return {name,
            PackedConvolution(sakg.compress->weight, sakg.compress->bias, 1, 0, features),
            PackedConvolution(sakg.encode->weight, sakg.encode->bias, 1, narrow.zeros, compressed)};
}

}  // namespace

PackedLayers::PackedLayers(const Lggan& generator, const LayerInputs& inputs) {
    LgganImpl& net = *Lggan(generator);
    for (size_t i = 0; i < inputs.down.size(); ++i) {
        const auto& one = net.down->at<ConvNormImpl>(i);
        down.push_back(layer("down." + std::to_string(i), one.conv, one.norm, inputs.down[i]));
    }
    for (size_t i = 0; i < net.block->size(); ++i) {
        const auto& one = net.block->at<ResidualBlockImpl>(i);
        const std::string name = "block." + std::to_string(i);
        block.push_back(layer(name + ".1", one.conv1, one.norm1, inputs.block));
        block.push_back(layer(name + ".2", one.conv2, one.norm2, inputs.block));
    }
    pack_styles(net);
    const auto& decoder = *net.decoder["shared"]->as<Decoder>();
    for (size_t i = 0; i < inputs.decode.size(); ++i) {
        const auto& sakg = *decoder.up->at<UpsampleImpl>(i).sau->kernels;
        up.push_back(sau("up." + std::to_string(i), sakg, inputs.compress[i], inputs.encode[i]));
        const auto& one = decoder.conv->at<ConvNormImpl>(i);
        decode.push_back(
            layer("decode." + std::to_string(i), one.conv, one.norm, inputs.decode[i]));
        if (one.noise) {
            decode.back().noise_strength = one.noise->strength;
        }
    }
    global = layer("global", net.global_conv->conv, net.global_conv->norm, inputs.head);
    if (net.weight_conv) {
        weight = layer("weight", net.weight_conv->conv, net.weight_conv->norm, inputs.head);
    }
}

void PackedLayers::pack_styles(LgganImpl& net) {
    std::vector<at::Tensor> weights, biases;
    for (const auto& residual : *net.block) {
        if (const auto& style = residual->as<ResidualBlockImpl>()->style) {
            weights.push_back(style->weight);
            biases.push_back(style->bias);
        }
    }
    if (!weights.empty()) {
        style_weight = at::cat(weights);
        style_bias = at::cat(biases);
    }
}

}  // namespace tessera
