// Adam over a range of elements: what adam/adam.cpp hands to the vectorised code.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// As AdamState and AdamOptions, with the corrections folded into rate and root_scale.
struct AdamRows {
    float* weights;
    const float* gradient;
    float* moment1;
    float* moment2;
    float* average;
    Bfloat16* working;  ///< or null
    float beta1, beta2;
    float rate;        ///< rate / (1 - beta1^t)
    float root_scale;  ///< 1 / sqrt(1 - beta2^t)
    float eps;
    float average_share;  ///< 1 - average_memory
    float gradient_scale;
};

TESSERA_VECTOR_DECLARE(void, adam_rows, (const AdamRows& rows, int64_t begin, int64_t end))
TESSERA_VECTOR_DISPATCH(adam_rows)

}  // namespace tessera::kernels
