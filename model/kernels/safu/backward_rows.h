// SAFU's gradients over rows of source pixels on dense channels-last memory: what safu/autograd.cpp
// hands to the vectorised code.
#pragma once

#include <cstdint>

#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// T is float or Bfloat16. The kernels of a source pixel lie together, tap by tap and then output
/// by output of its scale x scale.
template <class T>
struct SafuBackward {
    const T* features;     ///< batch,height,width,channels
    const T* grad_output;  ///< batch,height*scale,width*scale,channels
    int64_t height;        ///< of the source
    int64_t width;
    int64_t channels;  ///< a multiple of 8
    int64_t k;
    int64_t scale;

    const float* kernels;  ///< batch,height,width,k*k,scale*scale, as the forward pass used them
    float* grad_kernels;   ///< the same
    T* grad_features;      ///< like the features
};

/// Normalises logits over the taps: `logits` and `kernels` batch,height,width,k*k,scale*scale.
/// Source rows begin to end-1, counted through the batch; T may be null but for its type's sake.
TESSERA_VECTOR_DECLARE(void,
                       safu_softmax,
                       (const SafuBackward<float>& rows,
                        const float* logits,
                        float* kernels,
                        int64_t begin,
                        int64_t end))
TESSERA_VECTOR_DECLARE(void,
                       safu_softmax,
                       (const SafuBackward<Bfloat16>& rows,
                        const Bfloat16* logits,
                        float* kernels,
                        int64_t begin,
                        int64_t end))
TESSERA_VECTOR_DISPATCH(safu_softmax)

/// grad_kernels of source rows begin to end-1: with respect to the kernels, or, where `of_logits`,
/// to the logits that they are the softmax of.
TESSERA_VECTOR_DECLARE(
    void,
    safu_kernel_gradient,
    (const SafuBackward<float>& rows, bool of_logits, int64_t begin, int64_t end))
TESSERA_VECTOR_DECLARE(
    void,
    safu_kernel_gradient,
    (const SafuBackward<Bfloat16>& rows, bool of_logits, int64_t begin, int64_t end))
TESSERA_VECTOR_DISPATCH(safu_kernel_gradient)

/// grad_features of source rows begin to end-1, gathered from the outputs that each pixel fed.
TESSERA_VECTOR_DECLARE(void,
                       safu_feature_gradient,
                       (const SafuBackward<float>& rows, int64_t begin, int64_t end))
TESSERA_VECTOR_DECLARE(void,
                       safu_feature_gradient,
                       (const SafuBackward<Bfloat16>& rows, int64_t begin, int64_t end))
TESSERA_VECTOR_DISPATCH(safu_feature_gradient)

}  // namespace tessera::kernels
