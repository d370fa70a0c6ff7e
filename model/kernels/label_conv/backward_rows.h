// The look-up convolution's weight gradient over rows: what label_conv/autograd.cpp hands to the
// vectorised code.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// T is float or Bfloat16.
template <class T>
struct LabelConvBackward {
    const int32_t* labels;  ///< batch,height + 2 (k/2),width + 2 (k/2), reflected; -1: void
    const T* grad_output;   ///< batch,height,width,channels, dense
    int64_t height;         ///< of the output
    int64_t width;
    int64_t channels;  ///< a multiple of 8
    int64_t k;
    int64_t classes;
};

/// Adds grad_output of rows begin to end-1, counted through the batch, to the entry of every tap's
/// label: `grad_weight` is k,k,classes,channels.
TESSERA_VECTOR_DECLARE(
    void,
    label_conv_backward,
    (const LabelConvBackward<float>& rows, int64_t begin, int64_t end, float* grad_weight))
TESSERA_VECTOR_DECLARE(
    void,
    label_conv_backward,
    (const LabelConvBackward<Bfloat16>& rows, int64_t begin, int64_t end, float* grad_weight))
TESSERA_VECTOR_DISPATCH(label_conv_backward)

}  // namespace tessera::kernels
