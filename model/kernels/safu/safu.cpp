// SAFU's doors: checks what came in and chooses the implementation.
#include "model/kernels/safu/safu.h"

#include <ATen/ATen.h>

namespace tessera::kernels {

at::Tensor safu(const at::Tensor& features, const at::Tensor& kernels, int64_t scale) {
    return safu_reference(features, kernels, scale);
}

at::Tensor safu_from_logits(const at::Tensor& features,
                            const at::Tensor& logits,
                            int64_t scale,
                            at::Tensor* kernels_out) {
    const at::Tensor kernels = at::pixel_shuffle(logits, scale).softmax(1);
    if (kernels_out != nullptr) {
        *kernels_out = kernels;
    }
    return safu(features, kernels, scale);
}

}  // namespace tessera::kernels
