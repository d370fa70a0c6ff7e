// The class-specific local generator's convolutions (Eq. 2 to 5), exact and class-sparse.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::kernels {

struct LocalOutputs {
    at::Tensor image;  ///< B,3,H,W: the sum over classes (Eq. 4), or the combining convolution's
                       ///< tanh (Eq. 5)
    at::Tensor per_class;  ///< B,N,3,H,W, defined only where it was asked for
};

/// With M_i the mask of class i and tanh(b_i) what a sub-generator draws far from its class:
///   P_i = tanh(conv(reflect_pad(f * M_i), W_i) + b_i),   image = sum_i P_i   or tanh(conv3x3([P_1
///   .. P_N], W_c) + b_c).
/// Each source pixel meets only its own class's weights, so the cost is that of one convolution
/// whatever N is:
///   sum_i P_i(p) = sum_i tanh(b_i) + sum over classes i near p of (P_i(p) - tanh(b_i)).
///
/// `features` B,C,H,W float32 or bfloat16 (float64 by the reference), any strides; `labels` B,H,W
/// int32, a value outside 0..N-1 is void; `weight` N,3,C,k,k and `bias` N,3, k odd;
/// `combine_weight` 3,3N,3,3 and `combine_bias` 3, undefined for Eq. 4. What it returns is at least
/// float32: a sum over many classes is too large for bfloat16's eight bits. Records gradients.
LocalOutputs local_generator(const at::Tensor& features,
                             const at::Tensor& labels,
                             const at::Tensor& weight,
                             const at::Tensor& bias,
                             const at::Tensor& combine_weight = {},
                             const at::Tensor& combine_bias = {},
                             bool keep_per_class = false);

/// N masked dense convolutions, as the equations read. Always fills per_class.
LocalOutputs local_generator_reference(const at::Tensor& features,
                                       const at::Tensor& labels,
                                       const at::Tensor& weight,
                                       const at::Tensor& bias,
                                       const at::Tensor& combine_weight = {},
                                       const at::Tensor& combine_bias = {});

/// Eq. 5: tanh(conv3x3([P_1 .. P_N], W_c) + b_c), `weight` 3,3N,3,3 and `bias` 3.
at::Tensor combine_per_class(const at::Tensor& per_class,
                             const at::Tensor& weight,
                             const at::Tensor& bias);

}  // namespace tessera::kernels
