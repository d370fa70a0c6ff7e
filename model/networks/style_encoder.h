// From a photo to its style vector.
#pragma once

#include <torch/nn/modules/container/modulelist.h>

#include "model/networks/layers.h"

namespace tessera {

/// Options of StyleEncoder.
struct StyleEncoderOptions {
    int64_t style = 16;  ///< length of the style vector
    int64_t base = 32;   ///< channels of the first convolution
};

/// The distribution of a photo's style, each B,style.
struct StyleDistribution {
    at::Tensor mean;
    at::Tensor log_variance;
};

/// Four stride-2 convolutions, mean and standard deviation over the pixels, two linear maps
/// (variational, as GauGAN's).
class StyleEncoderImpl : public torch::nn::Cloneable<StyleEncoderImpl> {
public:
    explicit StyleEncoderImpl(const StyleEncoderOptions& options);
    void reset() override;

    /// `image` B,3,H,W in [-1, 1].
    StyleDistribution forward(const at::Tensor& image);

    StyleEncoderOptions options;
    torch::nn::ModuleList conv{nullptr};  ///< of Conv
    Linear mean{nullptr};
    Linear log_variance{nullptr};
};
TORCH_MODULE(StyleEncoder);

}  // namespace tessera
