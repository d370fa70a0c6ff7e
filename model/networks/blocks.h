// What the generator is stacked from: convolution with norm, residual block, decoder.
#pragma once

#include <torch/nn/modules/container/modulelist.h>

#include <atomic>
#include <vector>

#include "model/networks/config.h"
#include "model/networks/keep.h"
#include "model/networks/norm.h"
#include "model/networks/upsampling.h"

namespace tessera {

/// What the layers of one forward pass share beside the features.
struct Pass {
    std::vector<at::Tensor> labels;  ///< B,H,W int32 at level 0 (full size), 1 (half), ..
    at::Tensor z;                    ///< B,style, or undefined
    uint32_t noise_seed = 0;
    const std::atomic<bool>* cancelled = nullptr;

    /// Throws Cancelled when the pass was withdrawn.
    void check() const {
        if (cancelled != nullptr && cancelled->load(std::memory_order_relaxed)) {
            throw Cancelled{};
        }
    }
};

/// The label map B,H,W at full size and after each halving, `levels` of them, nearest: source row
/// floor(y * 2^level). Subsampled once a level for all norms there.
std::vector<at::Tensor> label_pyramid(const at::Tensor& labels, int64_t levels);

/// Options of ConvNorm.
struct ConvNormOptions {
    int64_t in = 1;      ///< input channels
    int64_t out = 1;     ///< output channels
    int64_t kernel = 3;  ///< odd
    int64_t stride = 1;  ///< 1: reflect padding; 2: zero padding
    std::string norm = "instance";
    int64_t classes = 1;
    bool noise = false;      ///< texture noise between convolution and norm
    bool transpose = false;  ///< a transposed convolution that doubles the map
};

/// Convolution, (noise), norm, ReLU.
class ConvNormImpl : public torch::nn::Cloneable<ConvNormImpl> {
public:
    explicit ConvNormImpl(const ConvNormOptions& options);
    void reset() override;

    /// `labels` at the output's size; `noise_level` counts noisy layers from the bottleneck (0) on.
    at::Tensor forward(const at::Tensor& x,
                       const at::Tensor& labels,
                       uint32_t noise_seed = 0,
                       uint32_t noise_level = 0);

    /// The same from what the convolution gave, for a caller that convolves in another way.
    at::Tensor finish(const at::Tensor& convolved,
                      const at::Tensor& labels,
                      uint32_t noise_seed = 0,
                      uint32_t noise_level = 0);

    ConvNormOptions options;
    Conv conv{nullptr};
    Norm norm{nullptr};
    Noise noise{nullptr};
};
TORCH_MODULE(ConvNorm);

/// Options of ResidualBlock.
struct ResidualBlockOptions {
    int64_t channels = 1;
    std::string norm = "instance";
    int64_t classes = 1;
    int64_t style = 0;  ///< length of z; 0: no style
};

/// x + IN(conv(ReLU(IN(conv(x))))); a style vector scales and shifts both norms.
class ResidualBlockImpl : public torch::nn::Cloneable<ResidualBlockImpl> {
public:
    explicit ResidualBlockImpl(const ResidualBlockOptions& options);
    void reset() override;

    /// `x` B,C,H,W; `labels` at its size; `z` B,style where there is a style.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& labels, const at::Tensor& z);

    ResidualBlockOptions options;
    Conv conv1{nullptr};
    Norm norm1{nullptr};
    Conv conv2{nullptr};
    Norm norm2{nullptr};
    Linear style{nullptr};
};
TORCH_MODULE(ResidualBlock);

/// f at H / 2^downs to f' at H: upsample and convolve, as often as the encoder halved.
class DecoderImpl : public torch::nn::Cloneable<DecoderImpl> {
public:
    explicit DecoderImpl(const LgganConfig& config);
    void reset() override;

    /// Where `kernels_out` is given, the SAU kernels of every level are appended to it, coarsest
    /// first.
    at::Tensor forward(at::Tensor f,
                       const Pass& pass,
                       std::vector<at::Tensor>* kernels_out = nullptr);

    LgganConfig config;
    torch::nn::ModuleList up{nullptr};  ///< of Upsample; empty for "transpose", whose convolutions
                                        ///< double
    torch::nn::ModuleList conv{nullptr};  ///< of ConvNorm
};
TORCH_MODULE(Decoder);

}  // namespace tessera
