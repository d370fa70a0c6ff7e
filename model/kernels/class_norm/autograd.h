// The class norm with gradients, on the processor.
#pragma once

#include "model/kernels/class_norm/class_norm.h"

namespace tessera::kernels {

/// class_norm() for float32 or bfloat16 on the CPU, where a gradient is recorded.
at::Tensor class_norm_autograd(const at::Tensor& x, const ClassNormOptions& options);

}  // namespace tessera::kernels
