// The norm on the processor, for class_norm.cpp alone: shapes are checked already.
#pragma once

#include "model/kernels/class_norm/class_norm.h"

namespace tessera::kernels {

at::Tensor class_norm_cpu(const at::Tensor& x, const ClassNormOptions& options);

/// In float32.
at::Tensor noise_map_cpu(uint32_t seed, uint32_t level, int64_t height, int64_t width);

}  // namespace tessera::kernels
