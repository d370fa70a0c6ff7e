// D_s in the space of a frozen network: a small patch discriminator at each of four feature levels,
// after Projected GANs.
#pragma once

#include <torch/nn/cloneable.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/pimpl.h>

#include <vector>

#include "model/networks/layers.h"

namespace tessera {

/// Options of SpectralConv.
struct SpectralConvOptions {
    int64_t in = 1;
    int64_t out = 1;
    int64_t kernel = 3;
    int64_t stride = 1;
    int64_t padding = 1;
};

/// A convolution whose weight is divided by its largest singular value, estimated by one power
/// iteration a training step. Parameters and buffers are named as PyTorch's parametrisation does:
/// `bias`, `parametrizations.weight.original` out,in,k,k and `parametrizations.weight.0._u`, `._v`.
class SpectralConvImpl : public torch::nn::Module {
public:
    explicit SpectralConvImpl(const SpectralConvOptions& options);

    /// B,in,H,W to B,out,H',W' in the type of `x`; the division is done in the weight's.
    at::Tensor forward(const at::Tensor& x);

    /// One power iteration. Called once before the convolutions of a training step, so that all of
    /// them see one weight.
    void iterate();

    SpectralConvOptions options;
    at::Tensor original;
    at::Tensor bias;
    at::Tensor u;  ///< out
    at::Tensor v;  ///< in * k * k
};
TORCH_MODULE(SpectralConv);

/// Options of FeatureDiscriminator.
struct FeatureDiscriminatorOptions {
    int64_t classes = 1;
    std::vector<int64_t> features = {16, 24, 40, 112};  ///< channels of the levels, finest first
    std::vector<int64_t> mixed = {32, 48, 64, 96};      ///< channels that they are mixed to
    int64_t width = 64;                                 ///< of the first scored convolution
};

/// Features are scaled to unit mean square, mixed by fixed random convolutions and a fixed random
/// top-down path, and scored beside the share of every class in their cell. Three halvings at the
/// finest level, none at the coarsest. `mix` and `down` take no gradient.
class FeatureDiscriminatorImpl : public torch::nn::Module {
public:
    explicit FeatureDiscriminatorImpl(const FeatureDiscriminatorOptions& options);

    /// `features` as a FeatureNetwork's levels; `shares` of class_shares() for their sizes. Scores
    /// B,1,h,w, one a level, in the features' type.
    std::vector<at::Tensor> forward(const std::vector<at::Tensor>& features,
                                    const std::vector<at::Tensor>& shares);

    /// One power iteration of every spectral norm.
    void iterate();

    FeatureDiscriminatorOptions options;
    std::vector<Conv> mix;
    std::vector<Conv> down;
    std::vector<std::vector<SpectralConv>> head;
};
TORCH_MODULE(FeatureDiscriminator);

/// The share of each of `classes` in every cell of the levels: B,classes,h,w in the type of
/// `levels`. `labels` B,H,W int32; void counts for no class.
std::vector<at::Tensor> class_shares(const at::Tensor& labels,
                                     int64_t classes,
                                     const std::vector<at::Tensor>& levels);

}  // namespace tessera
