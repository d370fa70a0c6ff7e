// LGGAN for semantic image synthesis (Table 5): GauGAN's trunk as its global branch.
#pragma once

#include "model/networks/lggan.h"
#include "model/networks/published/gaugan.h"

namespace tessera {

/// The encoder's first three convolutions give f to the local and weight branches, two more lead to
/// the trunk.
class LgganSynthesisImpl : public torch::nn::Cloneable<LgganSynthesisImpl> {
public:
    /// `config` describes the local side, `trunk` the global one; config.classes are the first
    /// channels of the semantic map. Throws std::runtime_error where one is out of range.
    LgganSynthesisImpl(const LgganConfig& config, const GauganConfig& trunk);
    void reset() override;

    /// `labels` B,H,W int32, void outside 0..classes-1; `sg` B,S,H,W, sides multiples of
    /// 2^halvings. `keep` as Lggan has it, without features; kernels of the trunk are "kernels.1"
    /// ...
    LgganOutput forward(const at::Tensor& labels,
                        const at::Tensor& sg,
                        const Keep& keep,
                        const std::atomic<bool>* cancelled = nullptr);

    LgganConfig config;
    GauganConfig trunk_config;
    ConvNorm stem{nullptr};
    torch::nn::ModuleList down{nullptr};  ///< two ConvNorm
    torch::nn::ModuleList deep{nullptr};  ///< two ConvNorm
    Trunk trunk{nullptr};
    torch::nn::ModuleList block{nullptr};    ///< of ResidualBlock
    torch::nn::ModuleDict decoder{nullptr};  ///< of Decoder: "local", "weight"
    LocalGenerator local{nullptr};
    Conv weight_map{nullptr};

private:
    at::Tensor draw_global(const at::Tensor& f,
                           const at::Tensor& sg,
                           LgganOutput& output,
                           DrawingPass pass,
                           bool kernels);
};
TORCH_MODULE(LgganSynthesis);

}  // namespace tessera
