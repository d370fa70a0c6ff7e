// Instance norm with everything that surrounds it in a generator: texture noise, class-adaptive
// scale and shift, style, ReLU, residual; in two passes over the features.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::kernels {

/// What to do around the normalisation; an undefined tensor leaves its step out.
struct ClassNormOptions {
    at::Tensor noise_strength;  ///< C; x + strength * noise_map(noise_seed, noise_level) before the
                                ///< statistics
    uint32_t noise_seed = 0;
    uint32_t noise_level = 0;
    at::Tensor labels;  ///< B,H,W int32 at x's own size; a value outside 0..N-1 is void and keeps
                        ///< the plain norm
    at::Tensor gamma;   ///< N,C; class-adaptive scale, looked up at every pixel
    at::Tensor beta;    ///< N,C; class-adaptive shift
    at::Tensor style_scale;  ///< B,C: y * (1 + style_scale) + style_shift
    at::Tensor style_shift;  ///< B,C
    bool relu = false;
    at::Tensor residual;  ///< B,C,H,W, added last
    double eps = 1e-5;
    at::Tensor
        statistics;  ///< 3,C float32, as statistics_out gives them: taken in place of x's own,
                     ///< where x is a part of a map (on the processor, without gradients)
    at::Tensor* statistics_out = nullptr;  ///< set to the statistics of one picture
    int64_t top = 0;                       ///< where in the noise's map x lies
    int64_t left = 0;
    at::Tensor into;  ///< B,C,H,W: where the result goes, with dense rows (a pixel's channels and a
                      ///< row's pixels next to each other), C a multiple of 4; undefined: a new one
};

/// residual + relu(style(gamma[label] * (x' - mean) / sqrt(var + eps) + beta[label])), x' = x +
/// noise; mean and biased variance per picture and channel, summed in float32 or wider. `x` B,C,H,W
/// float32, float64 or bfloat16, any strides. Records gradients; on a GPU through the reference.
at::Tensor class_norm(const at::Tensor& x, const ClassNormOptions& options);

/// The same, one obvious line per step.
at::Tensor class_norm_reference(const at::Tensor& x, const ClassNormOptions& options);

/// White noise of unit variance, uniform, H,W: a pure function of seed, level, row and column, by
/// 32-bit mixes (x ^= x>>16, x *= 0x7feb352d, x ^= x>>15, x *= 0x846ca68b, x ^= x>>16). Computed
/// in float64, where `options` say.
at::Tensor noise_map(uint32_t seed,
                     uint32_t level,
                     int64_t height,
                     int64_t width,
                     const at::TensorOptions& options = at::kDouble);

/// The same by LibTorch's operators, on any device.
at::Tensor noise_map_reference(
    uint32_t seed, uint32_t level, int64_t height, int64_t width, const at::TensorOptions& options);

}  // namespace tessera::kernels
