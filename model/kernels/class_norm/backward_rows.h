// The class norm's gradients over pixels of one picture on dense channels-last memory: what
// class_norm/autograd.cpp hands to the vectorised code.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// One picture; T is float or Bfloat16. An entry is a class that the picture holds, or void; entry
/// 0 is always there.
///
/// With y the normalised input, the forward pass gave a = y * scale + shift by the pixel's entry,
/// then a where a > 0 and slope * a elsewhere.
template <class T>
struct ClassNormBackward {
    const T* x;              ///< pixels,channels, dense
    const T* grad_output;    ///< pixels,channels, dense
    int64_t channels;        ///< a multiple of 8
    const float* noise;      ///< pixels, added to x with `strength`; null: none
    const float* strength;   ///< channels
    const float* mean;       ///< channels: y = (x - mean - mean_rest) * factor
    const float* mean_rest;  ///< channels: what float32 lost of the mean
    const float* factor;     ///< channels: 1 / sqrt(var + eps)
    const int32_t* entry;    ///< pixels: row of the tables; null: row 0 everywhere
    const float* scale;      ///< entries,channels
    const float* shift;      ///< entries,channels
    float slope;             ///< 1: no activation, 0: ReLU, 0.2: the discriminators'

    /// For class_norm_input_gradient alone: the means over all pixels of scale * g and of
    /// scale * g * y, each channels, where g is the gradient that came through the activation.
    const float* mean_gradient;
    const float* mean_gradient_y;
    T* grad_x;  ///< pixels,channels, dense
};

/// Adds up g and g * y of pixels begin to end-1: `sums` is entries,2,channels and is added to.
TESSERA_VECTOR_DECLARE(
    void,
    class_norm_sums,
    (const ClassNormBackward<float>& norm, int64_t begin, int64_t end, float* sums))
TESSERA_VECTOR_DECLARE(
    void,
    class_norm_sums,
    (const ClassNormBackward<Bfloat16>& norm, int64_t begin, int64_t end, float* sums))
TESSERA_VECTOR_DISPATCH(class_norm_sums)

/// grad_x of pixels begin to end-1; where there is noise, adds grad_x * noise to `strength_sums`,
/// channels.
TESSERA_VECTOR_DECLARE(
    void,
    class_norm_input_gradient,
    (const ClassNormBackward<float>& norm, int64_t begin, int64_t end, float* strength_sums))
TESSERA_VECTOR_DECLARE(
    void,
    class_norm_input_gradient,
    (const ClassNormBackward<Bfloat16>& norm, int64_t begin, int64_t end, float* strength_sums))
TESSERA_VECTOR_DISPATCH(class_norm_input_gradient)

}  // namespace tessera::kernels
