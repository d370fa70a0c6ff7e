// The eight ways to double a feature map (Table 12), semantic-aware upsampling (Sec. 3.2) first.
#pragma once

#include <torch/nn/modules/container/any.h>

#include <string>

#include "model/networks/layers.h"

namespace tessera {

/// Options of SAU: SAKG's and SAFU's.
struct SauOptions {
    int64_t channels = 1;     ///< of the features
    int64_t compressed = 64;  ///< C'', channels that kernels are predicted from
    int64_t kernel = 5;       ///< k, odd
    int64_t scale = 2;        ///< s
};

/// SAKG (Sec. 3.2.1): a k x k kernel for every output pixel, before the softmax that normalises it.
class KernelGenerationImpl : public torch::nn::Cloneable<KernelGenerationImpl> {
public:
    explicit KernelGenerationImpl(const SauOptions& options);
    void reset() override;

    /// B,C,H,W to logits B,k*k*s*s,H,W; channel kk*s*s + dy*s + dx belongs to output pixel
    /// (y*s + dy, x*s + dx).
    at::Tensor forward(const at::Tensor& f);

    SauOptions options;
    Conv compress{nullptr};
    Conv encode{nullptr};
};
TORCH_MODULE(KernelGeneration);

/// SAU: kernels by SAKG, reassembly by SAFU (Eq. 1).
class SemanticAwareUpsamplingImpl : public torch::nn::Cloneable<SemanticAwareUpsamplingImpl> {
public:
    explicit SemanticAwareUpsamplingImpl(const SauOptions& options);
    void reset() override;

    /// B,C,H,W to B,C,H*s,W*s. Where `kernels_out` is given it is set to the normalised kernels
    /// B,k*k,H*s,W*s; they are never written otherwise.
    at::Tensor forward(const at::Tensor& f, at::Tensor* kernels_out = nullptr);

    SauOptions options;
    KernelGeneration kernels{nullptr};
};
TORCH_MODULE(SemanticAwareUpsampling);

/// A 3 x 3 convolution to four times the channels, rearranged to twice the size (Table 12, B5).
class PixelShuffleImpl : public torch::nn::Cloneable<PixelShuffleImpl> {
public:
    explicit PixelShuffleImpl(int64_t channels);
    void reset() override;
    at::Tensor forward(const at::Tensor& f);

    Conv conv{nullptr};  ///< named "0", as a model file has it

private:
    int64_t channels_;
};
TORCH_MODULE(PixelShuffle);

/// Position attention over all pixels, then nearest upsampling (Table 12, B6). Memory grows with
/// the square of the number of pixels.
class SpatialAttentionImpl : public torch::nn::Cloneable<SpatialAttentionImpl> {
public:
    explicit SpatialAttentionImpl(int64_t channels);
    void reset() override;
    at::Tensor forward(const at::Tensor& f);

    Conv query{nullptr};
    Conv key{nullptr};
    Conv value{nullptr};
    at::Tensor gain;  ///< 1

private:
    int64_t channels_;
};
TORCH_MODULE(SpatialAttention);

/// Involution with one 7 x 7 kernel a position shared by all channels (reduction 16), then nearest
/// upsampling (Table 12, B7).
class InvolutionImpl : public torch::nn::Cloneable<InvolutionImpl> {
public:
    explicit InvolutionImpl(int64_t channels);
    void reset() override;
    at::Tensor forward(const at::Tensor& f);

    Conv reduce{nullptr};
    Conv span{nullptr};

private:
    int64_t channels_;
};
TORCH_MODULE(Involution);

/// Options of Upsample.
struct UpsampleOptions {
    int64_t channels = 1;
    std::string kind = "sau";     ///< as LgganConfig::upsampler, without "transpose"
    int64_t sau_compressed = 64;  ///< C''
    int64_t sau_kernel = 5;       ///< k, odd
};

/// Doubles height and width by any of the eight ways; channels are kept.
class UpsampleImpl : public torch::nn::Cloneable<UpsampleImpl> {
public:
    explicit UpsampleImpl(const UpsampleOptions& options);
    void reset() override;

    /// B,C,H,W to B,C,2H,2W. `kernels_out` is set by SAU alone.
    at::Tensor forward(const at::Tensor& f, at::Tensor* kernels_out = nullptr);

    UpsampleOptions options;
    SemanticAwareUpsampling sau{nullptr};
    torch::nn::AnyModule op;  ///< the other ways that have weights
};
TORCH_MODULE(Upsample);

}  // namespace tessera
