// Convolve, softmax, interpolate.
#include <ATen/ATen.h>

#include "model/kernels/fusion/fusion.h"

namespace tessera::kernels {

Fused fuse_reference(const at::Tensor& features,
                     const at::Tensor& weight,
                     const at::Tensor& bias,
                     const at::Tensor& global,
                     const at::Tensor& local) {
    const at::Tensor logits = at::conv2d(features, weight, bias).to(global.scalar_type());
    const at::Tensor weights = logits.softmax(1);                        // Eq. 7
    return {at::lerp(global, local, weights.narrow(1, 0, 1)), weights};  // Eq. 8
}

}  // namespace tessera::kernels
