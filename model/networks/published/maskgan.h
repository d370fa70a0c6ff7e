// MaskGAN: an edited map takes the look of a photo that is seen through its own map.
#pragma once

#include <torch/nn/modules/container/modulelist.h>

#include "model/networks/published/configs.h"
#include "model/networks/published/drawing_pass.h"
#include "model/networks/upsampling.h"

namespace tessera {

/// Reflect padding and a convolution, which may stride.
class PaddedConvImpl : public torch::nn::Cloneable<PaddedConvImpl> {
public:
    PaddedConvImpl(
        int64_t in, int64_t out, int64_t kernel, int64_t stride = 1, int64_t padding = 1);
    void reset() override;
    at::Tensor forward(const at::Tensor& x);

    Conv conv{nullptr};

private:
    ConvOptions options_;
    int64_t padding_;
};
TORCH_MODULE(PaddedConv);

/// Scale and shift at every pixel, from another map of the same size. 64 channels.
class SpatialTransformImpl : public torch::nn::Cloneable<SpatialTransformImpl> {
public:
    SpatialTransformImpl();
    void reset() override;
    at::Tensor forward(const at::Tensor& x, const at::Tensor& by);

    torch::nn::ModuleList scale{nullptr}, shift{nullptr};  ///< two Conv each
};
TORCH_MODULE(SpatialTransform);

/// A semantic map's features at a quarter and at a thirty-second of its size, B,64,.,..
class MaskNetworkImpl : public torch::nn::Cloneable<MaskNetworkImpl> {
public:
    explicit MaskNetworkImpl(int64_t semantic);
    void reset() override;
    std::pair<at::Tensor, at::Tensor> forward(const at::Tensor& sg);

    torch::nn::ModuleList early{nullptr}, late{nullptr};  ///< three PaddedConv each

private:
    int64_t semantic_;
};
TORCH_MODULE(MaskNetwork);

/// A photo, seen through its map's features, to the scale and shift of every adaptive norm.
class MaskganStyleImpl : public torch::nn::Cloneable<MaskganStyleImpl> {
public:
    explicit MaskganStyleImpl(int64_t outputs);
    void reset() override;
    at::Tensor forward(const at::Tensor& photo,
                       const std::pair<at::Tensor, at::Tensor>& map_features);  ///< B,outputs

    torch::nn::ModuleList early{nullptr}, late{nullptr};  ///< three PaddedConv each
    Conv out{nullptr};
    SpatialTransform first{nullptr}, second{nullptr};

private:
    int64_t outputs_;
};
TORCH_MODULE(MaskganStyle);

/// The whole generator.
class MaskganImpl : public torch::nn::Cloneable<MaskganImpl> {
public:
    /// Throws std::runtime_error where the config is out of range.
    explicit MaskganImpl(const MaskganConfig& config);
    void reset() override;

    /// `sg` B,S,H,W, the edited map; the look is of `photo` B,3,H,W in [-1, 1] with its own map
    /// `photo_sg`. Sides are multiples of 32 and of 2^downs. B,3,H,W in [-1, 1].
    at::Tensor forward(const at::Tensor& sg, const at::Tensor& photo_sg, const at::Tensor& photo);

    /// The two halves of forward(): a photo's look, B,config.style(), and a map drawn in a look.
    at::Tensor look_of(const at::Tensor& photo, const at::Tensor& photo_sg);
    at::Tensor draw(const at::Tensor& sg, const at::Tensor& look, const DrawingPass& pass = {});

    MaskganConfig config;
    PaddedConv stem{nullptr};
    torch::nn::ModuleList down{nullptr};   ///< of Conv
    torch::nn::ModuleList block{nullptr};  ///< of two PaddedConv each
    torch::nn::ModuleList up{nullptr};     ///< of Upsample; empty for "transpose"
    torch::nn::ModuleList conv{nullptr};   ///< of Conv, one a doubling
    PaddedConv image{nullptr};
    MaskganStyle style{nullptr};
    MaskNetwork mask{nullptr};

private:
    at::Tensor styled_blocks(at::Tensor x, const at::Tensor& styles);
};
TORCH_MODULE(Maskgan);

}  // namespace tessera
