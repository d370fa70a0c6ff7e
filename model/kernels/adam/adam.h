// Adam, the moving average of the weights and their copy in the type that is computed with, in one
// pass over memory: what a step of small networks costs beside its convolutions is reading weights.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::kernels {

/// Flat float32 tensors of one length; all but `gradient` are updated.
struct AdamState {
    at::Tensor weights;
    at::Tensor gradient;
    at::Tensor moment1;
    at::Tensor moment2;
    at::Tensor average;
    at::Tensor working;  ///< the weights in another type, bfloat16; undefined: none
};

/// With g = gradient * gradient_scale and t the count of steps, this one included:
///   m1 = beta1 m1 + (1 - beta1) g,   m2 = beta2 m2 + (1 - beta2) g^2,
///   w -= rate * (m1 / (1 - beta1^t)) / (sqrt(m2 / (1 - beta2^t)) + eps),
///   average += (1 - average_memory) (w - average).
struct AdamOptions {
    double rate = 2e-4;
    double beta1 = 0;
    double beta2 = 0.99;
    double eps = 1e-8;
    double average_memory = 0.999;  ///< 0: the average is the weights
    double gradient_scale = 1;
    int64_t step = 1;  ///< t
};

void adam(const AdamState& state, const AdamOptions& options);

/// The same, a LibTorch operation a term.
void adam_reference(const AdamState& state, const AdamOptions& options);

}  // namespace tessera::kernels
