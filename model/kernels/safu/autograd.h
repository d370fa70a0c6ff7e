// SAFU with gradients, on the processor and on the GPU.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::kernels {

/// safu() for float32 or bfloat16, where a gradient is recorded.
at::Tensor safu_autograd(const at::Tensor& features, const at::Tensor& kernels, int64_t scale);

/// safu_from_logits() for the same; the softmax is taken again in the backward pass, so that the
/// kernels are never kept.
at::Tensor safu_from_logits_autograd(const at::Tensor& features,
                                     const at::Tensor& logits,
                                     int64_t scale);

}  // namespace tessera::kernels
