// The local generator on the GPU, for local_generator.cpp alone: shapes are checked already.
#pragma once

#include "model/kernels/local_generator/local_generator.h"

namespace tessera::kernels {

LocalOutputs local_generator_cuda(const at::Tensor& features,
                                  const at::Tensor& labels,
                                  const at::Tensor& weight,
                                  const at::Tensor& bias,
                                  const at::Tensor& combine_weight,
                                  const at::Tensor& combine_bias,
                                  bool keep_per_class);

}  // namespace tessera::kernels
