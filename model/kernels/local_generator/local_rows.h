// The local generator's arithmetic for one class: what local_generator/cpu.cpp hands to
// the vectorised code.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// Channels that lie side by side in packed weights.
template <class T>
constexpr int64_t kStep = 1;
template <>
inline constexpr int64_t kStep<Bfloat16> = 2;

/// What the pixels of one class contribute to the windows that they lie in:
/// responses[x][n] = sum over c of weights[c][n] * features[x][c], n = (row * k + column) * 3 +
/// colour. T is float or Bfloat16; of Bfloat16 the channels come in pairs, so their count is even.
template <class T>
struct ClassResponses {
    const T* features;  ///< pixels,channels; behind every `width` pixels a gap
    int64_t channels;
    int64_t width;
    int64_t gap;       ///< elements
    const T* weights;  ///< those of the class: floats channels,size; Bfloat16 channels/2,size,2
    int64_t size;      ///< a multiple of 32
    const int32_t* pixels;
    int64_t count;     ///< of those pixels: only they are computed
    float* responses;  ///< pixels,size
};

TESSERA_VECTOR_DECLARE(void, respond, (const ClassResponses<float>& in))
TESSERA_VECTOR_DECLARE(void, respond, (const ClassResponses<Bfloat16>& in))
TESSERA_VECTOR_DISPATCH(respond)

/// values[i] = tanh(values[i]); `count` is a multiple of 16.
TESSERA_VECTOR_DECLARE(void, tanh_in_place, (float* values, int64_t count))
TESSERA_VECTOR_DISPATCH(tanh_in_place)

}  // namespace tessera::kernels
