// Noise, instance norm, class-adaptive scale and shift, style, ReLU, residual: one line per step.
#include <ATen/ATen.h>

#include <cmath>

#include "model/kernels/class_norm/class_norm.h"

namespace tessera::kernels {
namespace {

/// The lower 32 bits of x * factor, x below 2^32. In two halves: LibTorch has no unsigned integers
/// to calculate with, and the signed ones of 64 bits must not overflow.
at::Tensor times(const at::Tensor& x, int64_t factor) {
    const at::Tensor low = x * (factor & 0xffff), high = (x * (factor >> 16)).bitwise_and(0xffff);
    return (low + high * 0x10000).bitwise_and(0xffffffff);
}

/// One mix of 32-bit numbers in int64, on their device.
at::Tensor mix(at::Tensor x) {
    x = times(x.bitwise_xor(x.bitwise_right_shift(16)), 0x7feb352d);
    x = times(x.bitwise_xor(x.bitwise_right_shift(15)), 0x846ca68b);
    return x.bitwise_xor(x.bitwise_right_shift(16));
}

at::Tensor mixed_sum(const at::Tensor& x, const at::Tensor& key) {
    return mix((x + key).bitwise_and(0xffffffff));
}

/// N,C looked up at every pixel: B,C,H,W; void pixels get `fallback`.
at::Tensor look_up(const at::Tensor& table, const at::Tensor& labels, double fallback) {
    const at::Tensor known = labels.ge(0).logical_and(labels.lt(table.size(0)));
    const at::Tensor values = at::embedding(table, labels.masked_fill(known.logical_not(), 0));
    return at::where(known.unsqueeze(3), values, fallback).permute({0, 3, 1, 2});
}

}  // namespace

at::Tensor noise_map_reference(uint32_t seed,
                               uint32_t level,
                               int64_t height,
                               int64_t width,
                               const at::TensorOptions& options) {
    const at::TensorOptions whole = options.dtype(at::kLong);
    const at::Tensor picture = mix(at::full({1}, int64_t{seed}, whole));
    const at::Tensor key = mixed_sum(at::full({1}, int64_t{level}, whole), picture);
    const at::Tensor rows = mixed_sum(at::arange(height, whole), key).unsqueeze(1);
    const at::Tensor bits = mixed_sum(at::arange(width, whole), rows);
    return ((bits.to(at::kDouble) / 2147483648.0 - 1) * std::sqrt(3.0)).to(options);
}

at::Tensor class_norm_reference(const at::Tensor& x, const ClassNormOptions& options) {
    at::Tensor y = x;
    if (options.noise_strength.defined()) {
        const at::Tensor noise = noise_map_reference(
            options.noise_seed, options.noise_level, x.size(2), x.size(3), x.options());
        y = y + options.noise_strength.view({-1, 1, 1}) * noise;
    }
    const at::Tensor mean = y.mean({2, 3}, /*keepdim=*/true);
    const at::Tensor variance = (y - mean).square().mean({2, 3}, /*keepdim=*/true);
    y = (y - mean) / (variance + options.eps).sqrt();
    if (options.labels.defined()) {
        y = y * look_up(options.gamma, options.labels, 1) +
            look_up(options.beta, options.labels, 0);
    }
    if (options.style_scale.defined()) {
        y = y * (1 + options.style_scale.unsqueeze(-1).unsqueeze(-1)) +
            options.style_shift.unsqueeze(-1).unsqueeze(-1);
    }
    if (options.relu) {
        y = y.relu();
    }
    return options.residual.defined() ? options.residual + y : y;
}

}  // namespace tessera::kernels
