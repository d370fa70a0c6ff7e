// The local generator as its equations read: one masked dense convolution a class.
#include <ATen/ATen.h>

#include <vector>

#include "model/kernels/local_generator/local_generator.h"

namespace tessera::kernels {

LocalOutputs local_generator_reference(const at::Tensor& features,
                                       const at::Tensor& labels,
                                       const at::Tensor& weight,
                                       const at::Tensor& bias,
                                       const at::Tensor& combine_weight,
                                       const at::Tensor& combine_bias) {
    const int64_t pad = weight.size(-1) / 2;
    const at::ScalarType wide = features.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
    std::vector<at::Tensor> outputs;
    for (int64_t i = 0; i < weight.size(0); ++i) {
        const at::Tensor mask = labels.eq(i).unsqueeze(1).to(features.dtype());
        const at::Tensor own =
            at::reflection_pad2d(features * mask, {pad, pad, pad, pad});  // Eq. 2
        outputs.push_back(at::tanh(at::conv2d(own, weight[i], bias[i]).to(wide)));
    }
    LocalOutputs result;
    result.per_class = at::stack(outputs, 1);  // B,N,3,H,W
    result.image = combine_weight.defined()
                       ? combine_per_class(result.per_class, combine_weight, combine_bias)
                       : result.per_class.sum(1);  // Eq. 4
    return result;
}

at::Tensor combine_per_class(const at::Tensor& per_class,
                             const at::Tensor& weight,
                             const at::Tensor& bias) {
    const auto type = per_class.scalar_type();
    return at::tanh(at::conv2d(per_class.flatten(1, 2),
                               weight.to(type),
                               bias.to(type),
                               /*stride=*/1,
                               /*padding=*/1));
}

}  // namespace tessera::kernels
