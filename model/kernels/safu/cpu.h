// SAFU on the processor, for safu.cpp alone: shapes are checked already.
#pragma once

#include "model/kernels/safu/safu.h"

namespace tessera::kernels {

at::Tensor safu_cpu(const at::Tensor& features,
                    const at::Tensor& kernels,
                    int64_t k,
                    int64_t scale);

at::Tensor safu_from_logits_cpu(const at::Tensor& features,
                                const at::Tensor& logits,
                                int64_t k,
                                int64_t scale,
                                at::Tensor* kernels_out,
                                const at::Tensor& into);

void safu_window_cpu(const at::Tensor& features,
                     const at::Tensor& logits,
                     int64_t k,
                     const SafuWindow& window);

}  // namespace tessera::kernels
