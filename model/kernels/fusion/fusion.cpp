// The fusion's door: checks what came in and chooses the implementation.
#include "model/kernels/fusion/fusion.h"

#include <ATen/ATen.h>

#include "model/kernels/door.h"
#include "model/kernels/fusion/cpu.h"

namespace tessera::kernels {
namespace {

void check_picture(const char* name, const at::Tensor& picture, const at::Tensor& features) {
    TORCH_CHECK(picture.sizes() ==
                    at::IntArrayRef({features.size(0), 3, features.size(2), features.size(3)}),
                "fuse: ",
                name,
                " is ",
                picture.sizes(),
                ", the features are ",
                features.sizes());
}

void check(const at::Tensor& features,
           const at::Tensor& weight,
           const at::Tensor& bias,
           const at::Tensor& global,
           const at::Tensor& local) {
    TORCH_CHECK(features.dim() == 4 && features.numel() > 0,
                "fuse: features are ",
                features.sizes(),
                ", must be B,C,H,W");
    TORCH_CHECK(weight.sizes() == at::IntArrayRef({2, features.size(1), 1, 1}) &&
                    bias.sizes() == at::IntArrayRef({2}),
                "fuse: weight is ",
                weight.sizes(),
                " and bias ",
                bias.sizes(),
                ", must be 2,C,1,1 and 2 with C = ",
                features.size(1));
    check_picture("global", global, features);
    check_picture("local", local, features);
}

}  // namespace

Fused fuse(const at::Tensor& features,
           const at::Tensor& weight,
           const at::Tensor& bias,
           const at::Tensor& global,
           const at::Tensor& local,
           bool keep_weights) {
    check(features, weight, bias, global, local);
    check_same_device("fuse", features, {weight, bias, global, local});
    const bool floats = global.scalar_type() == at::kFloat && local.scalar_type() == at::kFloat &&
                        weight.scalar_type() == features.scalar_type();
    if (!floats || !features.is_cpu() ||
        needs_reference(features, {features, weight, bias, global, local})) {
        Fused fused = fuse_reference(features, weight, bias, global, local);
        if (!keep_weights) {
            fused.weights.reset();
        }
        return fused;
    }
    return fuse_cpu(features, weight, bias, global, local, keep_weights);
}

}  // namespace tessera::kernels
