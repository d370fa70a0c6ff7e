// GauGAN's generator as its authors have it, and with any upsampler in the four wide places where
// it doubles (Table 12).
#pragma once

#include "model/networks/published/configs.h"
#include "model/networks/published/drawing_pass.h"
#include "model/networks/published/spade.h"
#include "model/networks/upsampling.h"

namespace tessera {

/// 16 * base channels at H / 2^halvings to a picture: GauGAN without its input.
class TrunkImpl : public torch::nn::Cloneable<TrunkImpl> {
public:
    explicit TrunkImpl(const GauganConfig& config);
    void reset() override;

    /// B,3,H,W in [-1, 1]. `sg` B,S,H,W. Throws Cancelled when the pass was withdrawn.
    at::Tensor forward(at::Tensor x, const at::Tensor& sg, const DrawingPass& pass = {});

    GauganConfig config;
    SpadeBlock head{nullptr};
    torch::nn::ModuleList middle{nullptr};  ///< two SpadeBlock
    torch::nn::ModuleList stage{nullptr};   ///< of SpadeBlock
    torch::nn::ModuleList up{nullptr};      ///< four Upsample
    Conv image{nullptr};
};
TORCH_MODULE(Trunk);

/// The whole generator.
class GauganImpl : public torch::nn::Cloneable<GauganImpl> {
public:
    /// Throws std::runtime_error where the config is out of range.
    explicit GauganImpl(const GauganConfig& config);
    void reset() override;

    /// `sg` B,S,H,W, sides multiples of 2^halvings; `z` B,style where there is a style. B,3,H,W in
    /// [-1, 1]. Throws c10::Error on other shapes.
    at::Tensor forward(const at::Tensor& sg,
                       const at::Tensor& z = {},
                       const DrawingPass& pass = {});

    GauganConfig config;
    Conv input{nullptr};
    Linear style_input{nullptr};  ///< named "input", in its place where there is a style
    Trunk trunk{nullptr};
};
TORCH_MODULE(Gaugan);

}  // namespace tessera
