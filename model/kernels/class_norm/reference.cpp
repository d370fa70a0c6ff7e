// Noise, instance norm, class-adaptive scale and shift, style, ReLU, residual: one line per step.
#include <ATen/ATen.h>

#include <cmath>

#include "model/kernels/class_norm/class_norm.h"

namespace tessera::kernels {
namespace {

uint32_t mix(uint32_t x) {
    x = (x ^ (x >> 16)) * 0x7feb352du;
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    return x ^ (x >> 16);
}

/// N,C looked up at every pixel: B,C,H,W; void pixels get `fallback`.
at::Tensor look_up(const at::Tensor& table, const at::Tensor& labels, double fallback) {
    const at::Tensor known = labels.ge(0).logical_and(labels.lt(table.size(0)));
    const at::Tensor values = at::embedding(table, labels.masked_fill(known.logical_not(), 0));
    return at::where(known.unsqueeze(3), values, fallback).permute({0, 3, 1, 2});
}

}  // namespace

at::Tensor noise_map(uint32_t seed, uint32_t level, int64_t height, int64_t width) {
    const at::Tensor noise = at::empty({height, width}, at::kDouble);
    auto value = noise.accessor<double, 2>();
    for (int64_t y = 0; y < height; ++y) {
        const uint32_t row = mix(static_cast<uint32_t>(y) + mix(level + mix(seed)));
        for (int64_t x = 0; x < width; ++x) {
            const uint32_t bits = mix(static_cast<uint32_t>(x) + row);
            value[y][x] = (bits / 2147483648.0 - 1) * std::sqrt(3.0);
        }
    }
    return noise;
}

at::Tensor class_norm_reference(const at::Tensor& x, const ClassNormOptions& options) {
    at::Tensor y = x;
    if (options.noise_strength.defined()) {
        const at::Tensor noise =
            noise_map(options.noise_seed, options.noise_level, x.size(2), x.size(3))
                .to(x.options());
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
