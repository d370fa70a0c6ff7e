// The LGGAN++ generator: one encoder, a global and a local generator, and their fusion.
#pragma once

#include <torch/nn/modules/container/moduledict.h>

#include <map>
#include <string>
#include <vector>

#include "model/networks/blocks.h"
#include "model/networks/local_generator.h"

namespace tessera {

/// What the generator draws from.
struct LgganInput {
    at::Tensor labels;  ///< B,H,W int32 class indices; outside 0..N-1 is void. H and W are
                        ///< multiples of config.stride() and at least config.min_side()
    at::Tensor image;   ///< B,image_channels,H,W in [-1, 1], or undefined where the config has none
    at::Tensor z;       ///< B,style; undefined: zeros
    at::Tensor real;    ///< B,3,H,W in [-1, 1] in training: the photo that Eq. 3 compares with
    uint32_t noise_seed = 0;  ///< of the texture noise
    Keep keep;                ///< what else to return; logits and per_class are what losses need
    const std::atomic<bool>* cancelled = nullptr;  ///< checked between layers
};

/// What it gives. Everything but `image` is undefined or empty unless `keep` asked for it; pictures
/// are at least float32.
struct LgganOutput {
    at::Tensor image;      ///< B,3,H,W in [-1, 1]; the local branch of Eq. 4 may make it leave that
    at::Tensor global;     ///< B,3,H,W, keep.branches
    at::Tensor local;      ///< B,3,H,W, keep.branches
    at::Tensor per_class;  ///< B,N,3,H,W, keep.per_class
    at::Tensor weights;    ///< B,2,H,W, local then global, keep.weights
    at::Tensor logits;     ///< B,N,N, keep.logits
    at::Tensor codes;      ///< B,N,S, keep.codes, of a network with a style a region
    at::Tensor masked_l1;  ///< Eq. 3, where the input has a photo
    std::map<std::string, at::Tensor> kernels;   ///< "kernels.1" .. or "kernels.<branch>.1" ..:
                                                 ///< B,k*k,H_l,W_l, keep.kernels
    std::map<std::string, at::Tensor> features;  ///< "features" or "features.<branch>": B,C,H,W,
                                                 ///< keep.features

    /// All that is defined, by the names that Keep states, and "image".
    std::map<std::string, at::Tensor> named() const;
};

/// The whole generator; parameters are named as in a model file. float32, float64 or bfloat16:
/// statistics, softmax and pictures are at least float32 whatever the weights are.
class LgganImpl : public torch::nn::Cloneable<LgganImpl> {
public:
    /// Throws std::runtime_error where the config is out of range.
    explicit LgganImpl(const LgganConfig& config);
    void reset() override;

    /// Throws c10::Error that names the shape it got, Cancelled when `cancelled` was set. Records
    /// gradients where they are enabled.
    LgganOutput forward(const LgganInput& input);

    /// Readies the weights for rendering, after the last to(); see Conv::freeze.
    void freeze();

    LgganConfig config;
    ConvNorm stem{nullptr};
    torch::nn::ModuleList down{nullptr};  ///< of ConvNorm
    Noise noise{nullptr};
    torch::nn::ModuleList block{nullptr};    ///< of ResidualBlock
    torch::nn::ModuleDict decoder{nullptr};  ///< of Decoder: "shared", or global, local, weight
    ConvNorm global_conv{nullptr};
    Conv global_image{nullptr};
    LocalGenerator local{nullptr};
    ConvNorm weight_conv{nullptr};
    Conv weight_map{nullptr};

private:
    void build_encoder();
    void build_decoders();
    void build_heads();
    void check(const LgganInput& input) const;
    at::Tensor encode(const LgganInput& input, const Pass& pass);
    at::Tensor stem_convolution(const LgganInput& input);
    at::Tensor decode(const std::string& branch,
                      const at::Tensor& f,
                      const Pass& pass,
                      const Keep& keep,
                      LgganOutput& output);
    at::Tensor draw_global(const at::Tensor& f, const Pass& pass);
    at::Tensor weight_features(const at::Tensor& f, const Pass& pass);
};
TORCH_MODULE(Lggan);

}  // namespace tessera
