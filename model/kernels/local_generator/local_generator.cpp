// The local generator's door: checks what came in and chooses the implementation.
#include "model/kernels/local_generator/local_generator.h"

#include <ATen/ATen.h>

#include "model/kernels/door.h"
#include "model/kernels/local_generator/cpu.h"
#include "model/kernels/local_generator/training.h"
#ifdef TESSERA_CUDA
#include "model/kernels/local_generator/cuda.h"
#endif

namespace tessera::kernels {
namespace {

void check(const at::Tensor& features,
           const at::Tensor& labels,
           const at::Tensor& weight,
           const at::Tensor& bias) {
    TORCH_CHECK(features.dim() == 4 && features.numel() > 0 && weight.dim() == 5 &&
                    weight.numel() > 0 && weight.size(1) == 3 &&
                    weight.size(2) == features.size(1) && weight.size(3) == weight.size(4) &&
                    weight.size(3) % 2 == 1,
                "local_generator: features ",
                features.sizes(),
                " and weight ",
                weight.sizes(),
                " do not fit B,C,H,W and N,3,C,k,k with k odd");
    TORCH_CHECK(bias.sizes() == at::IntArrayRef({weight.size(0), 3}),
                "local_generator: bias is ",
                bias.sizes(),
                ", must be ",
                weight.size(0),
                ",3");
    TORCH_CHECK(labels.scalar_type() == at::kInt && labels.dim() == 3 &&
                    labels.size(0) == features.size(0) && labels.size(1) == features.size(2) &&
                    labels.size(2) == features.size(3),
                "local_generator: labels are ",
                labels.scalar_type(),
                " ",
                labels.sizes(),
                ", must be Int and fit the features ",
                features.sizes());
    const int64_t reach = weight.size(3) / 2;
    TORCH_CHECK(reach < features.size(2) && reach < features.size(3),
                "local_generator: a map of ",
                features.size(2),
                " x ",
                features.size(3),
                " cannot be mirrored by ",
                reach);
}

void check_combine(const at::Tensor& weight, const at::Tensor& bias, int64_t classes) {
    TORCH_CHECK(weight.sizes() == at::IntArrayRef({3, 3 * classes, 3, 3}) && bias.defined() &&
                    bias.sizes() == at::IntArrayRef({3}),
                "local_generator: combining weight is ",
                weight.sizes(),
                ", must be 3,",
                3 * classes,
                ",3,3, and its bias 3");
}

}  // namespace

LocalOutputs local_generator(const at::Tensor& features,
                             const at::Tensor& labels,
                             const at::Tensor& weight,
                             const at::Tensor& bias,
                             const at::Tensor& combine_weight,
                             const at::Tensor& combine_bias,
                             bool keep_per_class) {
    check(features, labels, weight, bias);
    check_same_device(
        "local_generator", features, {labels, weight, bias, combine_weight, combine_bias});
    if (combine_weight.defined()) {
        check_combine(combine_weight, combine_bias, weight.size(0));
    }
    if (needs_autograd(features,
                       {features, weight, bias, combine_weight, combine_bias},
                       /*on_gpu=*/true)) {
        return local_generator_autograd(
            features, labels, weight, bias, combine_weight, combine_bias, keep_per_class);
    }
    if (needs_reference(features, {features, weight, bias, combine_weight, combine_bias})) {
        LocalOutputs outputs =
            local_generator_reference(features, labels, weight, bias, combine_weight, combine_bias);
        if (!keep_per_class) {
            outputs.per_class.reset();
        }
        return outputs;
    }
#ifdef TESSERA_CUDA
    if (features.is_cuda()) {
        return local_generator_cuda(
            features, labels, weight, bias, combine_weight, combine_bias, keep_per_class);
    }
#endif
    return local_generator_cpu(
        features, labels, weight, bias, combine_weight, combine_bias, keep_per_class);
}

}  // namespace tessera::kernels
