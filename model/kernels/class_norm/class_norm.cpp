// The norm's door: checks what came in and chooses the implementation.
#include "model/kernels/class_norm/class_norm.h"

#include <ATen/ATen.h>

#include "model/kernels/class_norm/autograd.h"
#include "model/kernels/class_norm/cpu.h"
#include "model/kernels/door.h"
#ifdef TESSERA_CUDA
#include "model/kernels/class_norm/cuda.h"
#endif

namespace tessera::kernels {
namespace {

void check_shape(const char* name, const at::Tensor& x, at::IntArrayRef sizes) {
    TORCH_CHECK(!x.defined() || x.sizes() == sizes,
                "class_norm: ",
                name,
                " is ",
                x.sizes(),
                ", must be ",
                sizes);
}

void check(const at::Tensor& x, const ClassNormOptions& options) {
    TORCH_CHECK(x.dim() == 4 && x.numel() > 0, "class_norm: x is ", x.sizes(), ", must be B,C,H,W");
    const int64_t b = x.size(0), c = x.size(1);
    check_shape("noise_strength", options.noise_strength, {c});
    check_shape("labels", options.labels, {b, x.size(2), x.size(3)});
    check_shape("style_scale", options.style_scale, {b, c});
    check_shape("style_shift", options.style_shift, {b, c});
    check_shape("residual", options.residual, x.sizes());
    check_shape("into", options.into, x.sizes());
    check_shape("statistics", options.statistics, {3, c});
    TORCH_CHECK(options.style_scale.defined() == options.style_shift.defined(),
                "class_norm: style_scale and style_shift come together");
    TORCH_CHECK(options.labels.defined() == options.gamma.defined() &&
                    options.labels.defined() == options.beta.defined(),
                "class_norm: labels, gamma and beta come together");
    if (options.labels.defined()) {
        TORCH_CHECK(options.labels.scalar_type() == at::kInt,
                    "class_norm: labels are ",
                    options.labels.scalar_type(),
                    ", must be Int");
        TORCH_CHECK(options.gamma.dim() == 2,
                    "class_norm: gamma is ",
                    options.gamma.sizes(),
                    ", must be N,C");
        check_shape("gamma", options.gamma, {options.gamma.size(0), c});
        check_shape("beta", options.beta, {options.gamma.size(0), c});
    }
    TORCH_CHECK(!options.residual.defined() || options.residual.scalar_type() == x.scalar_type(),
                "class_norm: residual is ",
                options.residual.scalar_type(),
                ", x is ",
                x.scalar_type());
    TORCH_CHECK(!options.into.defined() || options.into.scalar_type() == x.scalar_type(),
                "class_norm: into is ",
                options.into.scalar_type(),
                ", x is ",
                x.scalar_type());
}

/// A part of a map, or a map whose statistics are wanted: the processor's code alone knows them.
bool is_partial(const ClassNormOptions& options) {
    return options.statistics.defined() || options.statistics_out != nullptr || options.top != 0 ||
           options.left != 0;
}

/// The reference in full precision, with gradients: what a GPU computes in training. It is bound by
/// memory there and has enough of it; a backward pass of its own would be a second one to keep
/// right. Not in bfloat16, whose means and variances would be good for two digits.
at::Tensor class_norm_operators(const at::Tensor& x, const ClassNormOptions& options) {
    ClassNormOptions wide = options;
    for (at::Tensor* each : {&wide.noise_strength,
                             &wide.gamma,
                             &wide.beta,
                             &wide.style_scale,
                             &wide.style_shift,
                             &wide.residual}) {
        *each = each->defined() ? each->to(at::kFloat) : *each;
    }
    return class_norm_reference(x.to(at::kFloat), wide).to(x.scalar_type());
}

at::Tensor compute(const at::Tensor& x,
                   const ClassNormOptions& options,
                   std::initializer_list<at::Tensor> weights) {
    if (is_partial(options)) {
        TORCH_CHECK(
            x.is_cpu() && has_fast_type(x) && x.size(0) == 1 && x.size(1) % 4 == 0,
            "class_norm: statistics are kept on the processor, of one picture and a multiple "
            "of 4 channels");
        return class_norm_cpu(x, options);
    }
    if (needs_autograd(x, {x}) || needs_autograd(x, weights)) {
        return class_norm_autograd(x, options);
    }
    if (needs_reference(x, {x}) || needs_reference(x, weights)) {
        return x.is_cuda() && has_fast_type(x) && !ReferenceScope::active()
                   ? class_norm_operators(x, options)
                   : class_norm_reference(x, options);
    }
#ifdef TESSERA_CUDA
    if (x.is_cuda()) {
        return class_norm_cuda(x, options);
    }
#endif
    return class_norm_cpu(x, options);
}

}  // namespace

at::Tensor noise_map(uint32_t seed,
                     uint32_t level,
                     int64_t height,
                     int64_t width,
                     const at::TensorOptions& options) {
    const at::ScalarType type = c10::typeMetaToScalarType(options.dtype());
    const bool fast = type == at::kFloat || type == at::kBFloat16;
    if (!fast || !options.device().is_cpu() || ReferenceScope::active()) {
        return noise_map_reference(seed, level, height, width, options);
    }
    return noise_map_cpu(seed, level, height, width).to(type);
}

at::Tensor class_norm(const at::Tensor& x, const ClassNormOptions& options) {
    check(x, options);
    const std::initializer_list<at::Tensor> weights = {options.noise_strength,
                                                       options.gamma,
                                                       options.beta,
                                                       options.style_scale,
                                                       options.style_shift,
                                                       options.residual};
    check_same_device("class_norm", x, weights);
    check_same_device("class_norm", x, {options.labels});
    const at::Tensor y = compute(x, options, weights);
    if (!options.into.defined() || y.is_same(options.into)) {
        return y;
    }
    return options.into.copy_(y);
}

}  // namespace tessera::kernels
