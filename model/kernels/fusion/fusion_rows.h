// The fusion of one row of pixels: what fusion/cpu.cpp hands to the vectorised code.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// What all rows share.
struct FusionParts {
    const float* difference;  ///< channels: the weights of the local logit minus the global one's
    float offset;             ///< the same of the bias
    int64_t channels;
    int64_t width;
};

/// T is float or Bfloat16.
template <class T>
struct FusionRow {
    const T* features;    ///< width,channels
    const float* global;  ///< width,3, as local and image
    const float* local;
    float* image;
    float* weights;  ///< width: W_l
};

TESSERA_VECTOR_DECLARE(void, fuse_row, (const FusionParts& parts, const FusionRow<float>& row))
TESSERA_VECTOR_DECLARE(void, fuse_row, (const FusionParts& parts, const FusionRow<Bfloat16>& row))
TESSERA_VECTOR_DISPATCH(fuse_row)

}  // namespace tessera::kernels
