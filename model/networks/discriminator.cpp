// The 70 x 70 patch discriminator.
#include "model/networks/discriminator.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/container/modulelist.h>

#include "model/kernels/class_norm/class_norm.h"

namespace tessera {

PatchDiscriminatorImpl::PatchDiscriminatorImpl(const PatchDiscriminatorOptions& given)
    : options(given) {
    reset();
}

void PatchDiscriminatorImpl::reset() {
    const int64_t b = options.base;
    const int64_t widths[] = {options.channels, b, b * 2, b * 4, b * 8};
    conv = register_module("conv", torch::nn::ModuleList());
    for (int i = 0; i < 4; ++i) {
        conv->push_back(Conv(ConvOptions{.in = widths[i],
                                         .out = widths[i + 1],
                                         .kernel = 4,
                                         .stride = i < 3 ? 2 : 1,
                                         .padding = 1}));
    }
    score = register_module(
        "score", Conv(ConvOptions{.in = widths[4], .out = 1, .kernel = 4, .padding = 1}));
}

PatchScores PatchDiscriminatorImpl::forward(const at::Tensor& condition, const at::Tensor& image) {
    PatchScores scores;
    at::Tensor x = at::cat({condition, image}, 1);
    for (size_t i = 0; i < conv->size(); ++i) {
        x = conv->at<ConvImpl>(i).forward(x);
        x = at::leaky_relu(i == 0 ? x : kernels::class_norm(x, {}), 0.2);
        scores.features.push_back(x);
    }
    scores.score = score->forward(x);
    return scores;
}

}  // namespace tessera
