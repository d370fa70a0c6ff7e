// SAFU on the GPU, for safu.cpp alone: shapes are checked already.
#pragma once

#include <ATen/core/Tensor.h>

#include "model/kernels/safu/backward.h"
#include "model/kernels/vector/bfloat16.h"

namespace tessera::kernels {

at::Tensor safu_cuda(const at::Tensor& features,
                     const at::Tensor& kernels,
                     int64_t k,
                     int64_t scale);

at::Tensor safu_from_logits_cuda(const at::Tensor& features,
                                 const at::Tensor& logits,
                                 int64_t k,
                                 int64_t scale,
                                 at::Tensor* kernels_out);

/// The gradients that `args` has room for. `on` is a tensor of the GPU that all of its memory is
/// on.
void safu_backward_cuda(const SafuBackward<float>& args, const at::Tensor& on);
void safu_backward_cuda(const SafuBackward<Bfloat16>& args, const at::Tensor& on);

}  // namespace tessera::kernels
