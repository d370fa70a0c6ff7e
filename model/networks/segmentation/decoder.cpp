// Laterals, context, and the way down.
#include "model/networks/segmentation/decoder.h"

#include <ATen/ATen.h>

#include <stdexcept>

namespace tessera {
namespace {

constexpr int64_t kGroups = 8;
constexpr double kEpsilon = 1e-5;

void check_range(const char* name, int64_t value, int64_t least, int64_t most) {
    if (value < least || value > most) {
        throw std::runtime_error(std::string("config: ") + name + " is " + std::to_string(value) +
                                 ", must be " + std::to_string(least) + " to " +
                                 std::to_string(most));
    }
}

at::Tensor resized_like(const at::Tensor& x, const at::Tensor& like) {
    return at::upsample_bilinear2d(
        x, {like.size(2), like.size(3)}, /*align_corners=*/false, std::nullopt, std::nullopt);
}

at::Tensor run(torch::nn::ModuleListImpl& list, size_t index, const at::Tensor& x) {
    return list[index]->as<NormedConv>()->forward(x);
}

}  // namespace

void SegmenterConfig::check() const {
    check_range("classes", classes, 1, 4096);
    check_range("width", width, 2 * kGroups, 512);
    if (width % (2 * kGroups) != 0) {
        throw std::runtime_error("config: width is " + std::to_string(width) +
                                 ", must be a multiple of " + std::to_string(2 * kGroups));
    }
    check_range("side", side, 32, 4096);
    check_range("channels' count", static_cast<int64_t>(channels.size()), 2, 8);
    for (const int64_t count : channels) {
        check_range("channels", count, 1, 4096);
    }
    if (fingerprint.size() != channels.size()) {
        throw std::runtime_error("config: fingerprint has " + std::to_string(fingerprint.size()) +
                                 " numbers, must have one a level, " +
                                 std::to_string(channels.size()));
    }
}

NormedConvImpl::NormedConvImpl(const ConvOptions& given) : options(given) {
    options.bias = false;
    reset();
}

void NormedConvImpl::reset() {
    conv = register_module("conv", Conv(options));
    scale = register_parameter("scale",
                               new_parameter({options.out}, [](at::Tensor& p) { p.fill_(1); }));
    shift =
        register_parameter("shift", new_parameter({options.out}, [](at::Tensor& p) { p.zero_(); }));
}

at::Tensor NormedConvImpl::forward(const at::Tensor& x) {
    return at::relu(at::group_norm(conv->forward(x), kGroups, scale, shift, kEpsilon));
}

SegmentationDecoderImpl::SegmentationDecoderImpl(const SegmenterConfig& given) : config(given) {
    reset();
}

int64_t SegmentationDecoderImpl::width_at(size_t level) const {
    return level == 0 ? config.width / 2 : config.width;
}

void SegmentationDecoderImpl::reset() {
    const int64_t w = config.width;
    lateral = register_module("lateral", torch::nn::ModuleList());
    context = register_module("context", torch::nn::ModuleList());
    merge = register_module("merge", torch::nn::ModuleList());
    for (size_t i = 0; i < config.channels.size(); ++i) {
        const int64_t out = width_at(i);
        lateral->push_back(
            NormedConv(ConvOptions{.in = config.channels[i], .out = out, .kernel = 1}));
        if (i + 1 < config.channels.size()) {
            merge->push_back(NormedConv(ConvOptions{.in = out, .out = out, .padding = 1}));
        }
    }
    for (int i = 0; i < 3; ++i) {
        context->push_back(NormedConv(ConvOptions{.in = w, .out = w, .padding = 1}));
    }
    overall = register_module("overall", Linear(LinearOptions{.in = w, .out = w}));
    narrow = register_module("narrow", Conv(ConvOptions{.in = w, .out = w / 2, .kernel = 1}));
    classify = register_module("classify",
                               Conv(ConvOptions{.in = w / 2, .out = config.classes, .kernel = 1}));
}

at::Tensor SegmentationDecoderImpl::look_around(const at::Tensor& coarsest) {
    at::Tensor sum = coarsest + run(*context, 0, coarsest);
    at::Tensor smaller = coarsest;
    for (size_t i = 1; i < context->size(); ++i) {
        // A side of one pixel stays.
        smaller = at::avg_pool2d(smaller, 2, 2, 0, /*ceil_mode=*/true, /*count_include_pad=*/false);
        smaller = run(*context, i, smaller);
        sum = sum + resized_like(smaller, coarsest);
    }
    return sum + overall->forward(coarsest.mean({2, 3})).unsqueeze(2).unsqueeze(3);
}

at::Tensor SegmentationDecoderImpl::forward(const std::vector<at::Tensor>& levels) {
    TORCH_CHECK(levels.size() == config.channels.size(),
                "SegmentationDecoder: ",
                levels.size(),
                " levels, must be ",
                config.channels.size());
    size_t level = levels.size() - 1;
    at::Tensor x = look_around(run(*lateral, level, levels[level]));
    while (level-- > 0) {
        if (level == 0) {
            x = narrow->forward(x);
        }
        const at::Tensor detail = run(*lateral, level, levels[level]);
        x = run(*merge, level, resized_like(x, detail) + detail);
    }
    return classify->forward(x);
}

}  // namespace tessera
