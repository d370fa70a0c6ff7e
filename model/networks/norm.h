// Normalisation: instance norm alone, class-adaptive, or SPADE's; and the texture noise before it.
#pragma once

#include "model/kernels/class_norm/class_norm.h"
#include "model/networks/layers.h"

namespace tessera {

/// A row of values for each class. `weight` classes,channels.
class ClassTableImpl : public torch::nn::Cloneable<ClassTableImpl> {
public:
    /// All entries start as `value`.
    ClassTableImpl(int64_t classes, int64_t channels, double value);
    void reset() override;

    at::Tensor weight;

private:
    int64_t classes_;
    int64_t channels_;
    double value_;
};
TORCH_MODULE(ClassTable);

/// Options of Norm.
struct NormOptions {
    int64_t channels = 1;
    std::string kind = "instance";  ///< instance | class | spade, as LgganConfig::norm
    int64_t classes = 1;            ///< of the label map, void not counted
};

/// Instance norm (eps 1e-5, no affine), then nothing, or a scale and shift looked up by each
/// pixel's class (`gamma.weight`, `beta.weight` classes,channels), or SPADE's scale and shift
/// convolved from the label map (`shared`, `gamma`, `beta`).
class NormImpl : public torch::nn::Cloneable<NormImpl> {
public:
    explicit NormImpl(const NormOptions& options);
    void reset() override;

    /// `x` B,C,H,W; `labels` B,H,W int32 at x's own size, outside 0..classes-1 is void. `around`
    /// says what happens before and after: noise, style, ReLU, residual; its labels, gamma and beta
    /// are set here.
    at::Tensor forward(const at::Tensor& x,
                       const at::Tensor& labels,
                       kernels::ClassNormOptions around = {});

    NormOptions options;
    ClassTable class_gamma{nullptr};
    ClassTable class_beta{nullptr};
    Conv spade_shared{nullptr};
    Conv spade_gamma{nullptr};
    Conv spade_beta{nullptr};

private:
    at::Tensor spade(const at::Tensor& x,
                     const at::Tensor& labels,
                     const kernels::ClassNormOptions& around);
};
TORCH_MODULE(Norm);

/// The strength of texture noise in each channel: without noise a region of one class is constant
/// inside, so it has no texture. `strength` channels.
class NoiseImpl : public torch::nn::Cloneable<NoiseImpl> {
public:
    explicit NoiseImpl(int64_t channels);
    void reset() override;

    /// x + strength * noise_map(seed, level), for `x` B,C,H,W.
    at::Tensor forward(const at::Tensor& x, uint32_t seed, uint32_t level);

    at::Tensor strength;

private:
    int64_t channels_;
};
TORCH_MODULE(Noise);

}  // namespace tessera
