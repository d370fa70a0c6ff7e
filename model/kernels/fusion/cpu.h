// The fusion on the processor, for fusion.cpp alone: shapes and types are checked already.
#pragma once

#include "model/kernels/fusion/fusion.h"

namespace tessera::kernels {

Fused fuse_cpu(const at::Tensor& features,
               const at::Tensor& weight,
               const at::Tensor& bias,
               const at::Tensor& global,
               const at::Tensor& local,
               bool keep_weights);

}  // namespace tessera::kernels
