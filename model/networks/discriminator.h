// The patch discriminator D_s(S_g, I) or D_i(I_a, I) (Eq. 9, 10).
#pragma once

#include <torch/nn/modules/container/modulelist.h>

#include <vector>

#include "model/networks/layers.h"

namespace tessera {

/// Options of PatchDiscriminator.
struct PatchDiscriminatorOptions {
    int64_t channels = 6;  ///< of condition and image together
    int64_t base = 64;     ///< channels of the first convolution
};

/// Scores and the features that were matched on the way to them.
struct PatchScores {
    at::Tensor score;                  ///< B,1,h,w: one score a 70 x 70 patch
    std::vector<at::Tensor> features;  ///< after each of the four convolutions
};

/// Four 4 x 4 convolutions (three halve) with instance norm but for the first, then the score.
class PatchDiscriminatorImpl : public torch::nn::Cloneable<PatchDiscriminatorImpl> {
public:
    explicit PatchDiscriminatorImpl(const PatchDiscriminatorOptions& options);
    void reset() override;

    /// `condition` B,channels-3,H,W beside `image` B,3,H,W.
    PatchScores forward(const at::Tensor& condition, const at::Tensor& image);

    PatchDiscriminatorOptions options;
    torch::nn::ModuleList conv{nullptr};  ///< of Conv
    Conv score{nullptr};
};
TORCH_MODULE(PatchDiscriminator);

}  // namespace tessera
