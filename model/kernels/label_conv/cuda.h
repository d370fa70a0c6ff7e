// The stem's convolution on the GPU, for label_conv.cpp alone: shapes are checked already.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::kernels {

at::Tensor label_conv_cuda(const at::Tensor& labels,
                           const at::Tensor& weight,
                           const at::Tensor& bias);

}  // namespace tessera::kernels
