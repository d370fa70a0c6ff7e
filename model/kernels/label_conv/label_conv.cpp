// The stem's door: checks what came in and chooses the implementation.
#include "model/kernels/label_conv/label_conv.h"

#include <ATen/ATen.h>

#include "model/kernels/door.h"
#include "model/kernels/label_conv/autograd.h"
#include "model/kernels/label_conv/cpu.h"
#ifdef TESSERA_CUDA
#include "model/kernels/label_conv/cuda.h"
#endif

namespace tessera::kernels {
namespace {

void check(const at::Tensor& labels, const at::Tensor& weight, const at::Tensor& bias) {
    TORCH_CHECK(labels.scalar_type() == at::kInt && labels.dim() == 3 && labels.numel() > 0,
                "label_conv: labels are ",
                labels.scalar_type(),
                " ",
                labels.sizes(),
                ", must be Int and B,H,W");
    TORCH_CHECK(weight.dim() == 4 && weight.numel() > 0 && weight.size(2) == weight.size(3) &&
                    weight.size(2) % 2 == 1,
                "label_conv: weight is ",
                weight.sizes(),
                ", must be C,N,k,k with k odd");
    TORCH_CHECK(!bias.defined() || bias.sizes() == at::IntArrayRef({weight.size(0)}),
                "label_conv: bias is ",
                bias.sizes(),
                ", must be ",
                weight.size(0));
    const int64_t reach = weight.size(2) / 2;
    TORCH_CHECK(reach < labels.size(1) && reach < labels.size(2),
                "label_conv: a map of ",
                labels.size(1),
                " x ",
                labels.size(2),
                " cannot be mirrored by ",
                reach);
}

}  // namespace

at::Tensor label_conv(const at::Tensor& labels, const at::Tensor& weight, const at::Tensor& bias) {
    check(labels, weight, bias);
    check_same_device("label_conv", weight, {labels, bias});
    if (needs_autograd(weight, {weight, bias})) {
        return label_conv_autograd(labels, weight, bias);
    }
    if (needs_reference(weight, {weight, bias})) {
        // A GPU that records gradients: one convolution a step, over memory that it has.
        return label_conv_reference(labels, weight, bias);
    }
#ifdef TESSERA_CUDA
    if (labels.is_cuda()) {
        return label_conv_cuda(labels, weight, bias);
    }
#endif
    return label_conv_cpu(labels, weight, bias);
}

}  // namespace tessera::kernels
