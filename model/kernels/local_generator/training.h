// The local generator as training needs it: with gradients, and with Eq. 3 beside the picture.
#pragma once

#include "model/kernels/local_generator/local_generator.h"

namespace tessera::kernels {

struct LocalTrainingOutputs {
    at::Tensor image;      ///< B,3,H,W: sum over classes (Eq. 4), float32 or wider
    at::Tensor per_class;  ///< B,N,3,H,W, defined only where it was asked for
    at::Tensor masked_l1;  ///< scalar, defined only where a photo was given: Eq. 3, the sum over
                           ///< classes of mean |real M_i - P_i|
};

/// local_generator() of Eq. 4, whose gradients are class-sparse as it is: cost follows the pixels,
/// not the number of classes, and a class that no pixel has gets the gradient of its bias alone.
///
/// Inputs as local_generator()'s; `real` B,3,H,W in [-1, 1], or undefined. On a GPU by
/// local_generator_operators(), float64 by the reference.
LocalTrainingOutputs local_generator_training(const at::Tensor& features,
                                              const at::Tensor& labels,
                                              const at::Tensor& weight,
                                              const at::Tensor& bias,
                                              const at::Tensor& real = {},
                                              bool keep_per_class = false);

/// The same on LibTorch's operators, of any type on any device: sorting pixels by class makes one
/// matrix product a class, and what they draw is gathered by sorting once more. The gradient of a
/// class's weights sums over all of its pixels, which on a GPU is what a matrix product does best:
/// kernels of our own would be long, and these leave the backward pass to LibTorch.
LocalTrainingOutputs local_generator_operators(const at::Tensor& features,
                                               const at::Tensor& labels,
                                               const at::Tensor& weight,
                                               const at::Tensor& bias,
                                               const at::Tensor& real = {},
                                               bool keep_per_class = false);

/// The same through local_generator_reference(), term by term.
LocalTrainingOutputs local_generator_training_reference(const at::Tensor& features,
                                                        const at::Tensor& labels,
                                                        const at::Tensor& weight,
                                                        const at::Tensor& bias,
                                                        const at::Tensor& real = {});

/// local_generator() for float32 or bfloat16, where a gradient is recorded.
LocalOutputs local_generator_autograd(const at::Tensor& features,
                                      const at::Tensor& labels,
                                      const at::Tensor& weight,
                                      const at::Tensor& bias,
                                      const at::Tensor& combine_weight,
                                      const at::Tensor& combine_bias,
                                      bool keep_per_class);

}  // namespace tessera::kernels
