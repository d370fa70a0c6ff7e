// SAFU over rows of source pixels on dense channels-last memory: what safu/cpu.cpp hands to the
// vectorised code.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// T is float or Bfloat16. Strides count elements.
template <class T>
struct SafuRows {
    const T* features;  ///< batch,map_height,map_width,channels, dense; at least 8 channels
    int64_t map_height;
    int64_t map_width;
    int64_t top;  ///< where in that map the source lies
    int64_t left;
    T* output;  ///< batch,height*scale,width*scale,channels with dense rows
    int64_t output_row_stride;
    int64_t output_batch_stride;
    int64_t height;  ///< of the source, as far as there are kernels for it
    int64_t width;
    int64_t channels;
    int64_t k;
    int64_t scale;

    /// Either the kernels, k*k of them at every output pixel, with any strides ...
    const T* kernels;
    int64_t batch_stride, tap_stride, row_stride, column_stride;

    /// ... or logits, batch,height,width,k*k*scale*scale, dense, whose softmax is still to be
    /// taken.
    const T* logits;
    /// Where the normalised kernels go, batch,height*scale,width*scale,k*k, dense; null: nowhere.
    T* kernels_out;
};

/// Floats between one tap and the next while a softmax is taken: scale^2, up to a power of two.
inline int64_t phase_period(int64_t scale) {
    int64_t period = 1;
    while (period < scale * scale) {
        period *= 2;
    }
    return period;
}

/// Floats of one source pixel's kernels while a softmax is taken: whole vectors of 16.
inline int64_t softmax_size(int64_t k, int64_t scale) {
    return (k * k * phase_period(scale) + 15) / 16 * 16;
}

/// Floats of scratch that a thread needs: the kernels of some 40 source pixels of the usual size,
/// so that they stay in the first-level cache, or of one.
inline int64_t safu_scratch_size(int64_t k, int64_t scale) {
    const int64_t one_pixel = softmax_size(k, scale);
    return one_pixel > 4096 ? one_pixel : 4096;
}

/// Computes source rows begin to end-1, counted through the batch, with scratch of that size.
TESSERA_VECTOR_DECLARE(void,
                       safu_rows,
                       (const SafuRows<float>& rows, int64_t begin, int64_t end, float* scratch))
TESSERA_VECTOR_DECLARE(void,
                       safu_rows,
                       (const SafuRows<Bfloat16>& rows, int64_t begin, int64_t end, float* scratch))
TESSERA_VECTOR_DISPATCH(safu_rows)

}  // namespace tessera::kernels
