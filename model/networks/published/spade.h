// Spatially-adaptive normalisation and the residual block that is made of it.
#pragma once

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/modulelist.h>

#include <string>

#include "model/networks/layers.h"

namespace tessera {

/// Options of Spade and SpadeBlock.
struct SpadeOptions {
    int64_t in = 1;                    ///< channels of the features
    int64_t out = 1;                   ///< of what a block gives
    int64_t semantic = 36;             ///< S
    int64_t hidden = 128;              ///< channels between the map and its scale and shift
    std::string statistics = "batch";  ///< batch (running ones outside of training) | instance
};

/// norm(x) * (1 + gamma) + beta, both convolved from the semantic map.
class SpadeImpl : public torch::nn::Cloneable<SpadeImpl> {
public:
    explicit SpadeImpl(const SpadeOptions& options);  ///< `out` does not matter
    void reset() override;

    /// `x` B,C,H,W; `sg` B,S,any,any.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& sg);

    SpadeOptions options;
    torch::nn::BatchNorm2d norm{nullptr};  ///< null for instance statistics
    Conv shared{nullptr};
    Conv gamma{nullptr};
    Conv beta{nullptr};
};
TORCH_MODULE(Spade);

/// Twice norm, leaky ReLU (0.2) and 3 x 3 convolution; where the width changes the way around them
/// is learnt. Spectral norm is a matter of training: weights are kept as already divided by it.
class SpadeBlockImpl : public torch::nn::Cloneable<SpadeBlockImpl> {
public:
    explicit SpadeBlockImpl(const SpadeOptions& options);
    void reset() override;
    at::Tensor forward(const at::Tensor& x, const at::Tensor& sg);

    SpadeOptions options;
    torch::nn::ModuleList norm{nullptr};  ///< two Spade
    torch::nn::ModuleList conv{nullptr};  ///< two Conv
    Spade shortcut_norm{nullptr};
    Conv shortcut{nullptr};
};
TORCH_MODULE(SpadeBlock);

}  // namespace tessera
