// SAFU as Eq. 1 reads: unfold, repeat, multiply, sum.
#include <ATen/ATen.h>

#include <cmath>

#include "model/kernels/safu/safu.h"

namespace tessera::kernels {

at::Tensor safu_reference(const at::Tensor& features, const at::Tensor& kernels, int64_t scale) {
    const int64_t b = features.size(0), c = features.size(1);
    const int64_t h = features.size(2), w = features.size(3);
    const int64_t kk = kernels.size(1);
    const int64_t k = std::llround(std::sqrt(static_cast<double>(kk)));
    const at::Tensor patches = at::im2col(features, {k, k}, {1, 1}, {k / 2, k / 2}, {1, 1})
                                   .view({b, c, kk, h, w})
                                   .repeat_interleave(scale, 3)
                                   .repeat_interleave(scale, 4);
    return (patches * kernels.unsqueeze(1)).sum(2);
}

}  // namespace tessera::kernels
