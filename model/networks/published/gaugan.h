// GauGAN's generator as its authors have it, and with any upsampler in the four wide places where
// it doubles (Table 12).
#pragma once

#include "model/networks/published/spade.h"
#include "model/networks/upsampling.h"

namespace tessera {

/// Options of the generator; the defaults are the authors' for Cityscapes, whose map has 35 classes
/// and a channel of instances' edges.
struct GauganConfig {
    int64_t semantic = 36;              ///< S, channels of the semantic map
    int64_t base = 64;                  ///< channels at full resolution
    int64_t halvings = 5;               ///< the trunk begins at H / 2^halvings: 5, 6 or 7
    int64_t hidden = 128;               ///< of SPADE
    std::string statistics = "batch";   ///< of SPADE: batch | instance
    std::string upsampler = "nearest";  ///< as UpsampleOptions::kind
    int64_t sau_compressed = 64;        ///< C''
    int64_t sau_kernel = 5;             ///< k, odd
    int64_t style = 0;                  ///< length of z, which then takes the map's place as input
    int64_t height = 256, width = 512;  ///< of the picture; a style's input knows no other size

    /// Throws std::runtime_error that names the option and the value that is out of range.
    void check() const;
};

/// 16 * base channels at H / 2^halvings to a picture: GauGAN without its input.
class TrunkImpl : public torch::nn::Cloneable<TrunkImpl> {
public:
    explicit TrunkImpl(const GauganConfig& config);
    void reset() override;

    /// B,3,H,W in [-1, 1]. `sg` B,S,H,W. Where `kernels_out` is given, the SAU kernels of every
    /// wide place are appended to it, coarsest first.
    at::Tensor forward(at::Tensor x,
                       const at::Tensor& sg,
                       std::vector<at::Tensor>* kernels_out = nullptr);

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
                       std::vector<at::Tensor>* kernels_out = nullptr);

    GauganConfig config;
    Conv input{nullptr};
    Linear style_input{nullptr};  ///< named "input", in its place where there is a style
    Trunk trunk{nullptr};
};
TORCH_MODULE(Gaugan);

}  // namespace tessera
