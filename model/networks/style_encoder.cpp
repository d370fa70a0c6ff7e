// Four halvings, pooled to mean and spread.
#include "model/networks/style_encoder.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/container/modulelist.h>

namespace tessera {

StyleEncoderImpl::StyleEncoderImpl(const StyleEncoderOptions& given) : options(given) {
    reset();
}

void StyleEncoderImpl::reset() {
    const int64_t b = options.base;
    const int64_t widths[] = {3, b, b * 2, b * 4, b * 4};
    conv = register_module("conv", torch::nn::ModuleList());
    for (int i = 0; i < 4; ++i) {
        conv->push_back(
            Conv(ConvOptions{.in = widths[i], .out = widths[i + 1], .stride = 2, .padding = 1}));
    }
    const LinearOptions head{.in = widths[4] * 2, .out = options.style};
    mean = register_module("mean", Linear(head));
    log_variance = register_module("log_variance", Linear(head));
}

StyleDistribution StyleEncoderImpl::forward(const at::Tensor& image) {
    at::Tensor x = image;
    for (const auto& layer : *conv) {
        x = at::leaky_relu(layer->as<Conv>()->forward(x), 0.2);
    }
    // The root of a variance alone has an infinite gradient on a flat picture.
    const at::Tensor spread = (x.var({2, 3}, /*unbiased=*/false) + 1e-6).sqrt();
    const at::Tensor pooled = at::cat({x.mean({2, 3}), spread}, 1);
    return {mean->forward(pooled), log_variance->forward(pooled)};
}

}  // namespace tessera
