// SEAN: a style code a region, from one photo or from a different one for each region.
#pragma once

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/modulelist.h>

#include <optional>

#include "model/networks/published/configs.h"
#include "model/networks/published/drawing_pass.h"
#include "model/networks/upsampling.h"

namespace tessera {

/// A photo and its own semantic map to a code a region: features averaged over the region.
class RegionStyleEncoderImpl : public torch::nn::Cloneable<RegionStyleEncoderImpl> {
public:
    explicit RegionStyleEncoderImpl(int64_t style, int64_t base = 32);
    void reset() override;

    /// `photo` B,3,H,W in [-1, 1], `sg` B,S,H,W: B,S,style; zero for a region that is not there.
    at::Tensor forward(const at::Tensor& photo, const at::Tensor& sg);

    Conv stem{nullptr};
    torch::nn::ModuleList down{nullptr};  ///< two Conv
    Conv up{nullptr};
    Conv code{nullptr};

private:
    int64_t style_;
    int64_t base_;
};
TORCH_MODULE(RegionStyleEncoder);

/// What every norm is given beside the features.
struct SeanCondition {
    at::Tensor sg;                       ///< B,S,H,W
    at::Tensor codes;                    ///< B,S,style
    std::optional<uint32_t> noise_seed;  ///< of the noise before every norm; none: no noise
};

/// Batch norm of x + noise, then a scale and shift blended from the regions' codes and from SPADE.
class RegionAdaptiveNormImpl : public torch::nn::Cloneable<RegionAdaptiveNormImpl> {
public:
    /// `styled` false: SPADE's alone, as at full resolution.
    RegionAdaptiveNormImpl(int64_t channels, const SeanConfig& config, bool styled);
    void reset() override;
    at::Tensor forward(const at::Tensor& x, const SeanCondition& condition);

    at::Tensor blend_gamma, blend_beta;  ///< 1: the codes' share, before the sigmoid
    at::Tensor noise_strength;           ///< channels
    Conv shared{nullptr}, spade_gamma{nullptr}, spade_beta{nullptr};
    torch::nn::BatchNorm2d norm{nullptr};
    torch::nn::ModuleList region{nullptr};  ///< of Linear, one a region
    Conv style_gamma{nullptr}, style_beta{nullptr};

private:
    at::Tensor painted_codes(const at::Tensor& codes, const at::Tensor& map);

    int64_t channels_;
    SeanConfig config_;
    bool styled_;
};
TORCH_MODULE(RegionAdaptiveNorm);

/// Twice norm, leaky ReLU (0.2) and 3 x 3 convolution, and a way around them.
class SeanBlockImpl : public torch::nn::Cloneable<SeanBlockImpl> {
public:
    SeanBlockImpl(int64_t in, int64_t out, const SeanConfig& config, bool styled);
    void reset() override;
    at::Tensor forward(const at::Tensor& x, const SeanCondition& condition);

    torch::nn::ModuleList conv{nullptr};  ///< two Conv
    torch::nn::ModuleList norm{nullptr};  ///< two RegionAdaptiveNorm
    Conv shortcut{nullptr};
    RegionAdaptiveNorm shortcut_norm{nullptr};

private:
    int64_t in_, out_;
    SeanConfig config_;
    bool styled_;
};
TORCH_MODULE(SeanBlock);

/// The whole generator with its encoder.
class SeanImpl : public torch::nn::Cloneable<SeanImpl> {
public:
    /// Throws std::runtime_error where the config is out of range.
    explicit SeanImpl(const SeanConfig& config);
    void reset() override;

    /// B,3,H,W in [-1, 1]; sides are multiples of 2^halvings. Codes come from style_encoder, of one
    /// photo or a region each of several.
    at::Tensor forward(const SeanCondition& condition, const DrawingPass& pass = {});

    SeanConfig config;
    RegionStyleEncoder style_encoder{nullptr};
    Conv input{nullptr};
    SeanBlock head{nullptr};
    torch::nn::ModuleList middle{nullptr};  ///< two SeanBlock
    torch::nn::ModuleList stage{nullptr};   ///< four SeanBlock
    torch::nn::ModuleList up{nullptr};      ///< four Upsample
    Conv image{nullptr};
};
TORCH_MODULE(Sean);

}  // namespace tessera
