// The norm's two passes over a run of pixels: what class_norm/cpu.cpp hands to the vectorised code.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// Pixels one after another, with the noise that is to be added. T is float or Bfloat16.
template <class T>
struct NormPixels {
    const T* x;  ///< count,channels
    int64_t count;
    int64_t channels;       ///< a multiple of 4
    const float* strength;  ///< by channel; null: no noise
    const float* noise;     ///< by pixel
};

/// What moments() finds, by channel: with x' = x + strength * noise, the first pixel's x' and the
/// sums of x' - first and (x' - first)^2. Distances from a value of the run itself keep their
/// digits whatever the mean is.
struct Moments {
    float* first;
    float* sum;
    float* square;
};

/// The second pass: y = max((x' - mean) * scale + shift, floor) + residual.
template <class T>
struct NormTargets {
    const float* mean;    ///< by channel
    const float* tables;  ///< by row of the table: channels of scale, then channels of shift
    const int32_t* rows;  ///< by pixel: its row of the table
    float floor;          ///< 0 is a ReLU, minus infinity none
    const T* residual;    ///< count,channels; null: none
    T* y;                 ///< count,channels
};

TESSERA_VECTOR_DECLARE(void, moments, (const NormPixels<float>& in, const Moments& out))
TESSERA_VECTOR_DECLARE(void, moments, (const NormPixels<Bfloat16>& in, const Moments& out))
TESSERA_VECTOR_DISPATCH(moments)

TESSERA_VECTOR_DECLARE(void, normalise, (const NormPixels<float>& in, const NormTargets<float>& to))
TESSERA_VECTOR_DECLARE(void,
                       normalise,
                       (const NormPixels<Bfloat16>& in, const NormTargets<Bfloat16>& to))
TESSERA_VECTOR_DISPATCH(normalise)

/// to[i] = noise_map at column + i of a row; row_key = mix(row + mix(level + mix(seed))).
TESSERA_VECTOR_DECLARE(void,
                       noise_run,
                       (uint32_t row_key, int64_t column, int64_t count, float* to))
TESSERA_VECTOR_DISPATCH(noise_run)

}  // namespace tessera::kernels
