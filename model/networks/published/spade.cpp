// Scale and shift from the semantic map, at the features' own size.
#include "model/networks/published/spade.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/modulelist.h>

#include "model/kernels/class_norm/class_norm.h"
#include "model/networks/published/semantic_map.h"

namespace tessera {

SpadeImpl::SpadeImpl(const SpadeOptions& given) : options(given) {
    reset();
}

void SpadeImpl::reset() {
    if (options.statistics == "batch") {
        norm = register_module(
            "norm", torch::nn::BatchNorm2d(torch::nn::BatchNormOptions(options.in).affine(false)));
    }
    shared = register_module(
        "shared", Conv(ConvOptions{.in = options.semantic, .out = options.hidden, .padding = 1}));
    const ConvOptions to_features{.in = options.hidden, .out = options.in, .padding = 1};
    gamma = register_module("gamma", Conv(to_features));
    beta = register_module("beta", Conv(to_features));
}

at::Tensor SpadeImpl::forward(const at::Tensor& x, const at::Tensor& sg) {
    const at::Tensor hidden = shared->forward(resized(sg, x.size(2), x.size(3))).relu();
    const at::Tensor y = norm ? norm->forward(x) : kernels::class_norm(x, {});
    return at::addcmul(beta->forward(hidden), y, gamma->forward(hidden) + 1);
}

SpadeBlockImpl::SpadeBlockImpl(const SpadeOptions& given) : options(given) {
    reset();
}

void SpadeBlockImpl::reset() {
    const int64_t a = options.in, b = options.out, middle = std::min(a, b);
    norm = register_module("norm", torch::nn::ModuleList());
    conv = register_module("conv", torch::nn::ModuleList());
    const int64_t widths[] = {a, middle, b};
    for (int i = 0; i < 2; ++i) {
        SpadeOptions of_norm = options;
        of_norm.in = widths[i];
        norm->push_back(Spade(of_norm));
        conv->push_back(Conv(ConvOptions{.in = widths[i], .out = widths[i + 1], .padding = 1}));
    }
    if (a != b) {
        shortcut_norm = register_module("shortcut_norm", Spade(options));
        shortcut = register_module(
            "shortcut", Conv(ConvOptions{.in = a, .out = b, .kernel = 1, .bias = false}));
    }
}

at::Tensor SpadeBlockImpl::forward(const at::Tensor& x, const at::Tensor& sg) {
    at::Tensor y = x;
    for (size_t i = 0; i < conv->size(); ++i) {
        y = at::leaky_relu(norm->at<SpadeImpl>(i).forward(y, sg), 0.2);
        y = conv->at<ConvImpl>(i).forward(y);
    }
    return y + (shortcut ? shortcut->forward(shortcut_norm->forward(x, sg)) : x);
}

}  // namespace tessera
