// The two branches' pictures made one by the weight maps.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::kernels {

struct Fused {
    at::Tensor image;    ///< B,3,H,W float
    at::Tensor weights;  ///< B,2,H,W float, the local branch's first; undefined where not asked for
};

/// Eq. 7 and 8: W = softmax over the two outputs of a 1 x 1 convolution of `features`, and
/// W_l local + W_g global. `features` B,C,H,W; `weight` 2,C,1,1 and `bias` 2 of its type; `global`
/// and `local` B,3,H,W float, or of the features' type where that is double. Where gradients are
/// recorded, and on a GPU, it computes by the reference.
Fused fuse(const at::Tensor& features,
           const at::Tensor& weight,
           const at::Tensor& bias,
           const at::Tensor& global,
           const at::Tensor& local,
           bool keep_weights = false);

/// Convolve, softmax, interpolate.
Fused fuse_reference(const at::Tensor& features,
                     const at::Tensor& weight,
                     const at::Tensor& bias,
                     const at::Tensor& global,
                     const at::Tensor& local);

}  // namespace tessera::kernels
