// The look-up convolution with gradients, on the processor.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::kernels {

/// label_conv() for float32 or bfloat16 weights on the CPU, where a gradient is recorded.
at::Tensor label_conv_autograd(const at::Tensor& labels,
                               const at::Tensor& weight,
                               const at::Tensor& bias);

}  // namespace tessera::kernels
