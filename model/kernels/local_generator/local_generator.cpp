// The local generator's door: checks what came in and chooses the implementation.
#include "model/kernels/local_generator/local_generator.h"

#include <ATen/ATen.h>

namespace tessera::kernels {

LocalOutputs local_generator(const at::Tensor& features,
                             const at::Tensor& labels,
                             const at::Tensor& weight,
                             const at::Tensor& bias,
                             const at::Tensor& combine_weight,
                             const at::Tensor& combine_bias,
                             bool keep_per_class) {
    LocalOutputs result =
        local_generator_reference(features, labels, weight, bias, combine_weight, combine_bias);
    if (!keep_per_class) {
        result.per_class.reset();
    }
    return result;
}

}  // namespace tessera::kernels
