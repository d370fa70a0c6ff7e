// SAFU's gradients over rows of source pixels: what safu/autograd.cpp hands to the vectorised code.
#pragma once

#include "model/kernels/safu/backward.h"
#include "model/kernels/vector/bfloat16.h"
#include "model/kernels/vector/isa.h"

namespace tessera::kernels {

/// Fills the kernels of source rows begin to end-1, counted through the batch, from the logits.
TESSERA_VECTOR_DECLARE(void,
                       safu_softmax,
                       (const SafuBackward<float>& rows, int64_t begin, int64_t end))
TESSERA_VECTOR_DECLARE(void,
                       safu_softmax,
                       (const SafuBackward<Bfloat16>& rows, int64_t begin, int64_t end))
TESSERA_VECTOR_DISPATCH(safu_softmax)

/// grad_kernels of the same rows.
TESSERA_VECTOR_DECLARE(void,
                       safu_kernel_gradient,
                       (const SafuBackward<float>& rows, int64_t begin, int64_t end))
TESSERA_VECTOR_DECLARE(void,
                       safu_kernel_gradient,
                       (const SafuBackward<Bfloat16>& rows, int64_t begin, int64_t end))
TESSERA_VECTOR_DISPATCH(safu_kernel_gradient)

/// grad_features of the same rows, gathered from the outputs that each pixel fed.
TESSERA_VECTOR_DECLARE(void,
                       safu_feature_gradient,
                       (const SafuBackward<float>& rows, int64_t begin, int64_t end))
TESSERA_VECTOR_DECLARE(void,
                       safu_feature_gradient,
                       (const SafuBackward<Bfloat16>& rows, int64_t begin, int64_t end))
TESSERA_VECTOR_DISPATCH(safu_feature_gradient)

}  // namespace tessera::kernels
