// One encoder for three branches; norms are instance norms, so that labels only mask.
#include "model/networks/published/lggan_synthesis.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/container/moduledict.h>
#include <torch/nn/modules/container/modulelist.h>

#include "model/networks/published/semantic_map.h"

namespace tessera {
namespace {

/// Pictures and weights that sum to 1 want more than eight bits.
at::ScalarType widened(const at::Tensor& f) {
    return f.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
}

}  // namespace

LgganSynthesisImpl::LgganSynthesisImpl(const LgganConfig& given, const GauganConfig& trunk_given)
    : config(given), trunk_config(trunk_given) {
    LgganSynthesisConfig{config, trunk_config}.check();
    reset();
}

void LgganSynthesisImpl::reset() {
    const int64_t c = config.base;
    const auto conv = [](int64_t in, int64_t out, int64_t kernel, int64_t stride) {
        return ConvNorm(ConvNormOptions{.in = in, .out = out, .kernel = kernel, .stride = stride});
    };
    stem = register_module("stem", conv(trunk_config.semantic, c, 7, 1));
    down = register_module("down", torch::nn::ModuleList());
    deep = register_module("deep", torch::nn::ModuleList());
    for (int64_t i = 0; i < 2; ++i) {
        down->push_back(conv(c << i, c << (i + 1), 3, 2));
        deep->push_back(conv(c << (i + 2), c << (i + 3), 3, 2));
    }
    trunk = register_module("trunk", Trunk(trunk_config));
    block = register_module("block", torch::nn::ModuleList());
    for (int64_t i = 0; i < config.blocks; ++i) {
        block->push_back(ResidualBlock(ResidualBlockOptions{.channels = 4 * c}));
    }
    torch::OrderedDict<std::string, std::shared_ptr<torch::nn::Module>> decoders;
    for (const char* branch : {"local", "weight"}) {
        decoders.insert(branch, Decoder(config).ptr());
    }
    decoder = register_module("decoder", torch::nn::ModuleDict(decoders));
    local = register_module("local", LocalGenerator(config));
    weight_map = register_module("weight_map", Conv(ConvOptions{.in = c, .out = 2, .kernel = 1}));
}

at::Tensor LgganSynthesisImpl::draw_global(const at::Tensor& f,
                                           const at::Tensor& sg,
                                           LgganOutput& output,
                                           DrawingPass pass,
                                           bool kernels) {
    at::Tensor x = f;
    for (const auto& layer : *deep) {
        x = layer->as<ConvNorm>()->forward(x, {});
    }
    const int64_t cell = int64_t{1} << trunk_config.halvings;
    std::vector<at::Tensor> kept;
    pass.kernels = kernels ? &kept : nullptr;
    const at::Tensor picture =
        trunk->forward(resized(x, sg.size(2) / cell, sg.size(3) / cell), sg, pass);
    for (size_t level = 0; level < kept.size(); ++level) {
        output.kernels["kernels." + std::to_string(level + 1)] = kept[level];
    }
    return picture;
}

LgganOutput LgganSynthesisImpl::forward(const at::Tensor& labels,
                                        const at::Tensor& sg,
                                        const Keep& keep,
                                        const std::atomic<bool>* cancelled) {
    LgganOutput output;
    at::Tensor f = stem->forward(sg, {});
    for (const auto& layer : *down) {
        f = layer->as<ConvNorm>()->forward(f, {});
    }
    const at::Tensor global =
        draw_global(f, sg, output, {nullptr, cancelled}, keep.kernels).to(widened(f));
    at::Tensor x = f;
    for (const auto& layer : *block) {
        x = layer->as<ResidualBlock>()->forward(x, {}, {});
    }
    const Pass pass{label_pyramid(labels, config.downs + 1), {}, 0, cancelled};
    const LocalOutput drawn = local->forward(
        decoder["local"]->as<Decoder>()->forward(x, pass), labels, keep.per_class, keep.logits);
    const at::Tensor weights =
        weight_map->forward(decoder["weight"]->as<Decoder>()->forward(f, pass))
            .to(widened(f))
            .softmax(1);
    output.image = at::lerp(global, drawn.image, weights.narrow(1, 0, 1));  // Eq. 8
    output.per_class = drawn.per_class;
    output.logits = drawn.logits;
    if (keep.branches) {
        output.global = global;
        output.local = drawn.image;
    }
    if (keep.weights) {
        output.weights = weights;
    }
    return output;
}

}  // namespace tessera
