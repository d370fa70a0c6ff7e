// A pix2pixHD-like generator whose bottleneck is normed by what another photo says.
#include "model/networks/published/maskgan.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/container/modulelist.h>

#include "model/kernels/class_norm/class_norm.h"

namespace tessera {
namespace {

constexpr int64_t kStyleWidth = 64;

at::Tensor normed(const at::Tensor& x) {
    return kernels::class_norm(x, {});
}

torch::nn::ModuleList halving_to_a_quarter(int64_t in) {
    torch::nn::ModuleList list;
    list->push_back(PaddedConv(in, 16, 7, 1, 3));
    list->push_back(PaddedConv(16, 32, 4, 2));
    list->push_back(PaddedConv(32, kStyleWidth, 4, 2));
    return list;
}

torch::nn::ModuleList three_halvings() {
    torch::nn::ModuleList list;
    for (int i = 0; i < 3; ++i) {
        list->push_back(PaddedConv(kStyleWidth, kStyleWidth, 4, 2));
    }
    return list;
}

}  // namespace

PaddedConvImpl::PaddedConvImpl(
    int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t padding)
    : options_{.in = in, .out = out, .kernel = kernel, .stride = stride}, padding_(padding) {
    reset();
}

void PaddedConvImpl::reset() {
    conv = register_module("conv", Conv(options_));
}

at::Tensor PaddedConvImpl::forward(const at::Tensor& x) {
    return conv->forward(at::reflection_pad2d(x, {padding_, padding_, padding_, padding_}));
}

SpatialTransformImpl::SpatialTransformImpl() {
    reset();
}

void SpatialTransformImpl::reset() {
    const auto pair = [] {
        torch::nn::ModuleList list;
        for (int i = 0; i < 2; ++i) {
            list->push_back(Conv(ConvOptions{.in = kStyleWidth, .out = kStyleWidth, .kernel = 1}));
        }
        return list;
    };
    scale = register_module("scale", pair());
    shift = register_module("shift", pair());
}

at::Tensor SpatialTransformImpl::forward(const at::Tensor& x, const at::Tensor& by) {
    const auto run = [&](torch::nn::ModuleList& list) {
        const at::Tensor hidden = at::leaky_relu(list->at<ConvImpl>(0).forward(by), 0.1);
        return list->at<ConvImpl>(1).forward(hidden);
    };
    return at::addcmul(run(shift), x, run(scale));
}

MaskNetworkImpl::MaskNetworkImpl(int64_t semantic) : semantic_(semantic) {
    reset();
}

void MaskNetworkImpl::reset() {
    early = register_module("early", halving_to_a_quarter(semantic_));
    late = register_module("late", three_halvings());
}

std::pair<at::Tensor, at::Tensor> MaskNetworkImpl::forward(const at::Tensor& sg) {
    at::Tensor x = sg;
    at::Tensor first;
    for (const auto& layer : *early) {
        first = layer->as<PaddedConv>()->forward(x);
        x = first.relu();
    }
    for (size_t i = 0; i + 1 < late->size(); ++i) {
        x = late->at<PaddedConvImpl>(i).forward(x).relu();
    }
    return {first, late->at<PaddedConvImpl>(late->size() - 1).forward(x)};
}

MaskganStyleImpl::MaskganStyleImpl(int64_t outputs) : outputs_(outputs) {
    reset();
}

void MaskganStyleImpl::reset() {
    early = register_module("early", halving_to_a_quarter(3));
    late = register_module("late", three_halvings());
    out =
        register_module("out", Conv(ConvOptions{.in = kStyleWidth, .out = outputs_, .kernel = 1}));
    first = register_module("first", SpatialTransform());
    second = register_module("second", SpatialTransform());
}

at::Tensor MaskganStyleImpl::forward(const at::Tensor& photo,
                                     const std::pair<at::Tensor, at::Tensor>& map_features) {
    at::Tensor x = photo;
    for (const auto& layer : *early) {
        x = layer->as<PaddedConv>()->forward(x).relu();
    }
    x = first->forward(x, map_features.first);
    for (const auto& layer : *late) {
        x = layer->as<PaddedConv>()->forward(x).relu();
    }
    x = out->forward(second->forward(x, map_features.second));
    return x.mean({2, 3});
}

MaskganImpl::MaskganImpl(const MaskganConfig& given) : config(given) {
    config.check();
    reset();
}

void MaskganImpl::reset() {
    const bool transpose = config.upsampler == "transpose";
    const int64_t c = config.base, widest = c << config.downs;
    stem = register_module("stem", PaddedConv(config.semantic, c, 7, 1, 3));
    down = register_module("down", torch::nn::ModuleList());
    up = register_module("up", torch::nn::ModuleList());
    conv = register_module("conv", torch::nn::ModuleList());
    for (int64_t i = 0; i < config.downs; ++i) {
        down->push_back(
            Conv(ConvOptions{.in = c << i, .out = c << (i + 1), .stride = 2, .padding = 1}));
        const int64_t wide = widest >> i;
        if (!transpose) {
            up->push_back(Upsample(
                UpsampleOptions{wide, config.upsampler, config.sau_compressed, config.sau_kernel}));
        }
        conv->push_back(Conv(ConvOptions{.in = wide,
                                         .out = wide / 2,
                                         .stride = transpose ? 2 : 1,
                                         .padding = 1,
                                         .transposed = transpose,
                                         .output_padding = transpose ? 1 : 0}));
    }
    block = register_module("block", torch::nn::ModuleList());
    for (int64_t i = 0; i < config.blocks; ++i) {
        torch::nn::ModuleList pair;
        pair->push_back(PaddedConv(widest, widest, 3));
        pair->push_back(PaddedConv(widest, widest, 3));
        block->push_back(pair);
    }
    image = register_module("image", PaddedConv(c, 3, 7, 1, 3));
    style = register_module("style", MaskganStyle(config.style()));
    mask = register_module("mask", MaskNetwork(config.semantic));
}

/// Residual blocks; every norm's shift, then its scale, is the next stretch of `styles`.
at::Tensor MaskganImpl::styled_blocks(at::Tensor x, const at::Tensor& styles) {
    const int64_t c = x.size(1);
    int64_t used = 0;
    const auto next = [&] {
        used += c;
        return styles.narrow(1, used - c, c).unsqueeze(-1).unsqueeze(-1);
    };
    for (const auto& layer : *block) {
        auto* pair = layer->as<torch::nn::ModuleListImpl>();
        at::Tensor y = x;
        for (size_t i = 0; i < pair->size(); ++i) {
            y = normed(pair->at<PaddedConvImpl>(i).forward(y));
            const at::Tensor moved = next();
            y = at::addcmul(moved, y, next());
            y = i == 0 ? y.relu() : y;
        }
        x = x + y;
    }
    return x;
}

at::Tensor MaskganImpl::look_of(const at::Tensor& photo, const at::Tensor& photo_sg) {
    return style->forward(photo, mask->forward(photo_sg));
}

at::Tensor MaskganImpl::forward(const at::Tensor& sg,
                                const at::Tensor& photo_sg,
                                const at::Tensor& photo) {
    return draw(sg, look_of(photo, photo_sg));
}

at::Tensor MaskganImpl::draw(const at::Tensor& sg,
                             const at::Tensor& look,
                             const DrawingPass& pass) {
    at::Tensor x = normed(stem->forward(sg)).relu();
    for (const auto& layer : *down) {
        x = normed(layer->as<Conv>()->forward(x)).relu();
    }
    pass.check();
    x = styled_blocks(x, look);
    for (size_t i = 0; i < conv->size(); ++i) {
        if (i < up->size()) {
            x = pass.doubled_by(up->at<UpsampleImpl>(i), x);
        }
        x = normed(conv->at<ConvImpl>(i).forward(x)).relu();
    }
    return image->forward(x).tanh();
}

}  // namespace tessera
