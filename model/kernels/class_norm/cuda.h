// The norm on the GPU, for class_norm.cpp alone: shapes are checked already.
#pragma once

#include "model/kernels/class_norm/class_norm.h"

namespace tessera::kernels {

at::Tensor class_norm_cuda(const at::Tensor& x, const ClassNormOptions& options);

}  // namespace tessera::kernels
