// Codes of regions, and the trunk that they style.
#include "model/networks/published/sean.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/modulelist.h>

#include "model/kernels/class_norm/class_norm.h"
#include "model/networks/published/semantic_map.h"

namespace tessera {
namespace {

at::Tensor normed(const at::Tensor& x) {
    return at::leaky_relu(kernels::class_norm(x, {}), 0.2);
}

at::Tensor one_zero() {
    return new_parameter({1}, [](at::Tensor& values) { values.zero_(); });
}

}  // namespace

RegionStyleEncoderImpl::RegionStyleEncoderImpl(int64_t style, int64_t base)
    : style_(style), base_(base) {
    reset();
}

void RegionStyleEncoderImpl::reset() {
    const int64_t b = base_;
    stem = register_module("stem",
                           Conv(ConvOptions{.in = 3, .out = b, .padding = 1, .reflect = true}));
    down = register_module("down", torch::nn::ModuleList());
    for (int64_t i = 0; i < 2; ++i) {
        down->push_back(
            Conv(ConvOptions{.in = b << i, .out = b << (i + 1), .stride = 2, .padding = 1}));
    }
    up = register_module("up",
                         Conv(ConvOptions{.in = 4 * b,
                                          .out = 8 * b,
                                          .stride = 2,
                                          .padding = 1,
                                          .transposed = true,
                                          .output_padding = 1}));
    code = register_module(
        "code", Conv(ConvOptions{.in = 8 * b, .out = style_, .padding = 1, .reflect = true}));
}

at::Tensor RegionStyleEncoderImpl::forward(const at::Tensor& photo, const at::Tensor& sg) {
    at::Tensor x = normed(stem->forward(photo));
    for (const auto& layer : *down) {
        x = normed(layer->as<Conv>()->forward(x));
    }
    x = code->forward(normed(up->forward(x))).tanh();
    const at::Tensor map = resized(sg, x.size(2), x.size(3));
    const at::Tensor sums = at::einsum("bchw,bshw->bsc", {x, map});
    return sums / map.sum({2, 3}).clamp_min(1).unsqueeze(-1);
}

RegionAdaptiveNormImpl::RegionAdaptiveNormImpl(int64_t channels,
                                               const SeanConfig& config,
                                               bool styled)
    : channels_(channels), config_(config), styled_(styled) {
    reset();
}

void RegionAdaptiveNormImpl::reset() {
    blend_gamma = register_parameter("blend_gamma", one_zero());
    blend_beta = register_parameter("blend_beta", one_zero());
    noise_strength = register_parameter(
        "noise_strength", new_parameter({channels_}, [](at::Tensor& values) { values.zero_(); }));
    shared = register_module(
        "shared", Conv(ConvOptions{.in = config_.semantic, .out = config_.hidden, .padding = 1}));
    const ConvOptions from_map{.in = config_.hidden, .out = channels_, .padding = 1};
    spade_gamma = register_module("spade_gamma", Conv(from_map));
    spade_beta = register_module("spade_beta", Conv(from_map));
    norm = register_module(
        "norm", torch::nn::BatchNorm2d(torch::nn::BatchNormOptions(channels_).affine(false)));
    if (!styled_) {
        return;
    }
    region = register_module("region", torch::nn::ModuleList());
    for (int64_t i = 0; i < config_.semantic; ++i) {
        region->push_back(Linear(LinearOptions{.in = config_.style, .out = config_.style}));
    }
    const ConvOptions from_codes{.in = config_.style, .out = channels_, .padding = 1};
    style_gamma = register_module("style_gamma", Conv(from_codes));
    style_beta = register_module("style_beta", Conv(from_codes));
}

/// Every region painted with its code: B,style,h,w.
at::Tensor RegionAdaptiveNormImpl::painted_codes(const at::Tensor& codes, const at::Tensor& map) {
    std::vector<at::Tensor> regions;
    for (int64_t i = 0; i < config_.semantic; ++i) {
        auto& to_code = region->at<LinearImpl>(static_cast<size_t>(i));
        regions.push_back(to_code.forward(codes.select(1, i)).relu());
    }
    return at::einsum("bsc,bshw->bchw", {at::stack(regions, 1), map});
}

at::Tensor RegionAdaptiveNormImpl::forward(const at::Tensor& x, const SeanCondition& condition) {
    const int64_t height = x.size(2), width = x.size(3);
    at::Tensor y = x;
    if (condition.noise_seed) {
        const at::Tensor noise =
            kernels::noise_map(*condition.noise_seed, 0, height, width, x.options());
        y = at::addcmul(x, noise_strength.view({-1, 1, 1}), noise);
    }
    y = norm->forward(y);
    const at::Tensor map = resized(condition.sg, height, width);
    const at::Tensor hidden = shared->forward(map).relu();
    at::Tensor gamma = spade_gamma->forward(hidden), beta = spade_beta->forward(hidden);
    if (styled_) {
        const at::Tensor painted = painted_codes(condition.codes, map);
        gamma = at::lerp(gamma, style_gamma->forward(painted), blend_gamma.sigmoid());
        beta = at::lerp(beta, style_beta->forward(painted), blend_beta.sigmoid());
    }
    return at::addcmul(beta, y, gamma + 1);
}

SeanBlockImpl::SeanBlockImpl(int64_t in, int64_t out, const SeanConfig& config, bool styled)
    : in_(in), out_(out), config_(config), styled_(styled) {
    reset();
}

void SeanBlockImpl::reset() {
    const int64_t widths[] = {in_, std::min(in_, out_), out_};
    conv = register_module("conv", torch::nn::ModuleList());
    norm = register_module("norm", torch::nn::ModuleList());
    for (int i = 0; i < 2; ++i) {
        conv->push_back(Conv(ConvOptions{.in = widths[i], .out = widths[i + 1], .padding = 1}));
        norm->push_back(RegionAdaptiveNorm(widths[i], config_, styled_));
    }
    if (in_ != out_) {
        shortcut = register_module(
            "shortcut", Conv(ConvOptions{.in = in_, .out = out_, .kernel = 1, .bias = false}));
        shortcut_norm = register_module("shortcut_norm", RegionAdaptiveNorm(in_, config_, styled_));
    }
}

at::Tensor SeanBlockImpl::forward(const at::Tensor& x, const SeanCondition& condition) {
    at::Tensor y = x;
    for (size_t i = 0; i < conv->size(); ++i) {
        y = at::leaky_relu(norm->at<RegionAdaptiveNormImpl>(i).forward(y, condition), 0.2);
        y = conv->at<ConvImpl>(i).forward(y);
    }
    return y + (shortcut ? shortcut->forward(shortcut_norm->forward(x, condition)) : x);
}

SeanImpl::SeanImpl(const SeanConfig& given) : config(given) {
    config.check();
    reset();
}

void SeanImpl::reset() {
    const int64_t c = config.base;
    const int64_t widths[] = {16 * c, 16 * c, 8 * c, 4 * c, 2 * c, c};
    style_encoder = register_module("style_encoder", RegionStyleEncoder(config.style));
    input = register_module(
        "input", Conv(ConvOptions{.in = config.semantic, .out = widths[0], .padding = 1}));
    head = register_module("head", SeanBlock(widths[0], widths[0], config, true));
    middle = register_module("middle", torch::nn::ModuleList());
    for (int i = 0; i < 2; ++i) {
        middle->push_back(SeanBlock(widths[0], widths[0], config, true));
    }
    stage = register_module("stage", torch::nn::ModuleList());
    up = register_module("up", torch::nn::ModuleList());
    for (int i = 1; i < 5; ++i) {
        stage->push_back(SeanBlock(widths[i], widths[i + 1], config, /*styled=*/i < 4));
        up->push_back(Upsample(UpsampleOptions{
            widths[i], config.upsampler, config.sau_compressed, config.sau_kernel}));
    }
    image = register_module("image", Conv(ConvOptions{.in = c, .out = 3, .padding = 1}));
}

at::Tensor SeanImpl::forward(const SeanCondition& condition, const DrawingPass& pass) {
    const at::Tensor& sg = condition.sg;
    const int64_t cell = int64_t{1} << config.halvings;
    TORCH_CHECK(sg.size(1) == config.semantic && sg.size(2) % cell == 0 && sg.size(3) % cell == 0,
                "Sean: the semantic map is ",
                sg.sizes(),
                ", ",
                config.semantic,
                " channels and sides that are multiples of ",
                cell,
                " are expected");
    pass.check();
    at::Tensor x = input->forward(resized(sg, sg.size(2) / cell, sg.size(3) / cell));
    x = middle->at<SeanBlockImpl>(0).forward(doubled(head->forward(x, condition)), condition);
    x = middle->at<SeanBlockImpl>(1).forward(config.halvings > 5 ? doubled(x) : x, condition);
    for (size_t i = 0; i < stage->size(); ++i) {
        x = pass.doubled_by(up->at<UpsampleImpl>(i), x);
        x = stage->at<SeanBlockImpl>(i).forward(x, condition);
    }
    return image->forward(at::leaky_relu(x, 0.2)).tanh();
}

}  // namespace tessera
