// The stem's convolution over one-hot labels, as a look-up: its cost does not grow with the number
// of classes.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::kernels {

/// conv(reflect_pad(onehot(labels)), weight) + bias: at each pixel the sum over the k x k window of
/// weight[:, label, m, n]; void adds nothing. `labels` B,H,W int32; `weight` C,N,k,k; `bias` C or
/// undefined. Returns B,C,H,W, channels last, in the type of `weight`. Where gradients are recorded
/// it computes by the reference.
at::Tensor label_conv(const at::Tensor& labels, const at::Tensor& weight, const at::Tensor& bias);

/// One-hot, pad, convolve.
at::Tensor label_conv_reference(const at::Tensor& labels,
                                const at::Tensor& weight,
                                const at::Tensor& bias);

}  // namespace tessera::kernels
