// The discriminator over frozen features and its spectral norm.
#include "model/networks/feature_discriminator.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

namespace tessera {
namespace {

constexpr double kSlope = 0.2;
constexpr double kSmallest = 1e-12;  // of a norm that something is divided by
constexpr int kFirstIterations = 15;

at::Tensor unit(const at::Tensor& x) {
    return x / x.norm().clamp_min(kSmallest);
}

/// A convolution with weights of any type on maps of any type.
at::Tensor convolve(const at::Tensor& x, const Conv& conv) {
    const auto type = x.scalar_type();
    return at::conv2d(x, conv->weight.to(type), conv->bias.to(type), 1, conv->options.padding);
}

/// Fixed, random, and keeping the variance of what ReLUs give: N(0, 2 / fan_in).
Conv fixed_random(const ConvOptions& options) {
    Conv conv(options);
    const at::NoGradGuard no_grad;
    const auto fan_in = static_cast<double>(options.in * options.kernel * options.kernel);
    conv->weight.normal_(0, std::sqrt(2 / fan_in));
    conv->bias.zero_();
    for (at::Tensor& parameter : conv->parameters()) {
        parameter.requires_grad_(false);
    }
    return conv;
}

std::vector<SpectralConv> patch(int64_t channels, int64_t halvings, int64_t width) {
    std::vector<SpectralConv> layers;
    for (int64_t i = 0; i < std::max<int64_t>(halvings, 1); ++i) {
        SpectralConvOptions options{.in = channels, .out = width * std::min<int64_t>(i + 1, 2)};
        if (halvings > 0) {
            options.kernel = 4;
            options.stride = 2;
        }
        layers.emplace_back(options);
        channels = options.out;
    }
    layers.emplace_back(SpectralConvOptions{.in = channels, .out = 1});
    return layers;
}

}  // namespace

SpectralConvImpl::SpectralConvImpl(const SpectralConvOptions& chosen) : options(chosen) {
    const Conv plain(ConvOptions{.in = options.in, .out = options.out, .kernel = options.kernel});
    bias = register_parameter("bias", plain->bias.detach());
    auto norm = std::make_shared<torch::nn::Module>();
    auto weight = std::make_shared<torch::nn::Module>();
    auto parametrizations = std::make_shared<torch::nn::Module>();
    original = weight->register_parameter("original", plain->weight.detach());
    u = norm->register_buffer("_u", unit(torch::randn({options.out})));
    v = norm->register_buffer("_v", unit(torch::randn({original.numel() / options.out})));
    weight->register_module("0", norm);
    parametrizations->register_module("weight", weight);
    register_module("parametrizations", parametrizations);
    for (int i = 0; i < kFirstIterations; ++i) {
        iterate();
    }
}

void SpectralConvImpl::iterate() {
    const at::NoGradGuard no_grad;
    const at::Tensor matrix = original.flatten(1);
    u.copy_(unit(matrix.mv(v)));
    v.copy_(unit(matrix.t().mv(u)));
}

at::Tensor SpectralConvImpl::forward(const at::Tensor& x) {
    const at::Tensor sigma = u.clone().dot(original.flatten(1).mv(v.clone()));
    const auto type = x.scalar_type();
    return at::conv2d(
        x, (original / sigma).to(type), bias.to(type), options.stride, options.padding);
}

FeatureDiscriminatorImpl::FeatureDiscriminatorImpl(const FeatureDiscriminatorOptions& chosen)
    : options(chosen) {
    const auto& [classes, features, mixed, width] = options;
    TORCH_CHECK(features.size() == mixed.size() && !features.empty(),
                "FeatureDiscriminator: ",
                features.size(),
                " levels of features and ",
                mixed.size(),
                " of mixed ones");
    torch::nn::ModuleList mixes, downs, heads;
    for (size_t i = 0; i < mixed.size(); ++i) {
        mix.push_back(fixed_random(ConvOptions{.in = features[i], .out = mixed[i], .kernel = 1}));
        mixes->push_back(mix.back());
        if (i > 0) {
            down.push_back(
                fixed_random(ConvOptions{.in = mixed[i], .out = mixed[i - 1], .padding = 1}));
            downs->push_back(down.back());
        }
        head.push_back(
            patch(mixed[i] + classes, static_cast<int64_t>(mixed.size() - 1 - i), width));
        // Activations stand between the convolutions and have odd numbers.
        auto sequence = std::make_shared<torch::nn::Module>();
        for (size_t layer = 0; layer < head.back().size(); ++layer) {
            sequence->register_module(std::to_string(layer * 2), head.back()[layer]);
        }
        heads->push_back(sequence);
    }
    register_module("mix", mixes);
    register_module("down", downs);
    register_module("head", heads);
}

void FeatureDiscriminatorImpl::iterate() {
    for (std::vector<SpectralConv>& layers : head) {
        for (SpectralConv& layer : layers) {
            layer->iterate();
        }
    }
}

std::vector<at::Tensor> FeatureDiscriminatorImpl::forward(const std::vector<at::Tensor>& features,
                                                          const std::vector<at::Tensor>& shares) {
    TORCH_CHECK(features.size() == mix.size() && shares.size() == mix.size(),
                "FeatureDiscriminator: got ",
                features.size(),
                " levels and ",
                shares.size(),
                " of class shares, needs ",
                mix.size());
    std::vector<at::Tensor> levels;
    for (size_t i = 0; i < mix.size(); ++i) {
        const at::Tensor energy =
            features[i].to(at::kFloat).square().mean({1, 2, 3}, /*keepdim=*/true);
        const at::Tensor scaled =
            features[i] * (energy + 1e-4).rsqrt().to(features[i].scalar_type());
        levels.push_back(convolve(scaled, mix[i]));
    }
    for (size_t i = levels.size() - 1; i-- > 0;) {
        const at::IntArrayRef size = levels[i].sizes().slice(2);
        const at::Tensor wider = at::upsample_bilinear2d(
            convolve(levels[i + 1], down[i]), size, /*align_corners=*/false);
        levels[i] = 0.7 * (levels[i] + wider);
    }
    std::vector<at::Tensor> scores;
    for (size_t i = 0; i < levels.size(); ++i) {
        at::Tensor x = at::cat({levels[i], shares[i]}, 1);
        for (size_t layer = 0; layer < head[i].size(); ++layer) {
            x = head[i][layer]->forward(layer == 0 ? x : at::leaky_relu(x, kSlope));
        }
        scores.push_back(x);
    }
    return scores;
}

std::vector<at::Tensor> class_shares(const at::Tensor& labels,
                                     int64_t classes,
                                     const std::vector<at::Tensor>& levels) {
    const at::Tensor one_hot =
        labels.unsqueeze(1)
            .eq(at::arange(classes, labels.options()).view({1, classes, 1, 1}))
            .to(at::kFloat)
            .contiguous(at::MemoryFormat::ChannelsLast);
    std::vector<at::Tensor> shares;
    shares.reserve(levels.size());
    for (const at::Tensor& level : levels) {
        shares.push_back(at::adaptive_avg_pool2d(one_hot, level.sizes().slice(2))
                             .to(level.scalar_type())
                             .contiguous(at::MemoryFormat::ChannelsLast));
    }
    return shares;
}

}  // namespace tessera
