// What SAFU's gradients are computed from and where they go, for the processor's rows and the GPU's
// threads alike.
#pragma once

#include <cstdint>

namespace tessera::kernels {

/// Dense channels-last memory; T is float or Bfloat16. The kernels of a source pixel lie together,
/// tap by tap and then output by output of its scale x scale.
template <class T>
struct SafuBackward {
    const T* features;     ///< batch,height,width,channels
    const T* grad_output;  ///< batch,height*scale,width*scale,channels
    int64_t batch;
    int64_t height;  ///< of the source
    int64_t width;
    int64_t channels;  ///< a multiple of 8
    int64_t k;
    int64_t scale;

    const T* logits;      ///< batch,height,width,k*k,scale*scale; null: the kernels are given
    float* kernels;       ///< the same, as the forward pass used them: the logits' softmax
    float* grad_kernels;  ///< the same, or of the logits where they are given; null: not wanted
    T* grad_features;     ///< like the features; null: not wanted
};

}  // namespace tessera::kernels
