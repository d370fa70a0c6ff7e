// The part of a segmenter that learns: from a frozen network's features to a score a class.
#pragma once

#include <torch/nn/modules/container/modulelist.h>

#include <string>
#include <vector>

#include "model/networks/layers.h"

namespace tessera {

/// A segmenter's options, as its file has them. check() throws std::runtime_error that names the
/// one that is out of range.
struct SegmenterConfig {
    int64_t classes = 0;            ///< 1 to 4096
    int64_t width = 64;             ///< channels of the decoder, a multiple of 16, 16 to 512
    int64_t side = 256;             ///< pixels, 32 to 4096: short side that pictures are brought to
    std::string features;           ///< name of the frozen network: "efficientnet-lite0"
    std::vector<int64_t> channels;  ///< of its levels, finest first: 2 to 8 of them, 1 to 4096 each
    std::vector<double> fingerprint;  ///< what its levels say of a fixed picture; see fingerprint()

    void check() const;
    bool operator==(const SegmenterConfig&) const = default;
};

/// Convolution without bias, group normalisation, ReLU. `conv.weight`; `scale` and `shift`, out.
class NormedConvImpl : public torch::nn::Cloneable<NormedConvImpl> {
public:
    explicit NormedConvImpl(const ConvOptions& options);
    void reset() override;
    at::Tensor forward(const at::Tensor& x);

    ConvOptions options;
    Conv conv{nullptr};
    at::Tensor scale;
    at::Tensor shift;
};
TORCH_MODULE(NormedConv);

/// Looks at the coarsest level in three sizes and at all of it together, then walks down to the
/// finest level: enlarge, add what that level says (1 x 1), convolve (3 x 3). The finest level has
/// half the width.
class SegmentationDecoderImpl : public torch::nn::Cloneable<SegmentationDecoderImpl> {
public:
    explicit SegmentationDecoderImpl(const SegmenterConfig& config);
    void reset() override;

    /// `levels` as FeatureNetwork::levels() gives them: B,channels[i],H_i,W_i. Returns logits
    /// B,classes,H_0,W_0 in their type.
    at::Tensor forward(const std::vector<at::Tensor>& levels);

    SegmenterConfig config;
    torch::nn::ModuleList lateral{nullptr};  ///< of NormedConv, a level each
    torch::nn::ModuleList context{nullptr};  ///< of NormedConv: at the level's size, 1/2, 1/4
    Linear overall{nullptr};                 ///< of the mean over the coarsest level
    torch::nn::ModuleList merge{nullptr};    ///< of NormedConv, a level but the coarsest each
    Conv narrow{nullptr};                    ///< 1 x 1, to the finest level's width
    Conv classify{nullptr};                  ///< 1 x 1

private:
    int64_t width_at(size_t level) const;
    at::Tensor look_around(const at::Tensor& coarsest);
};
TORCH_MODULE(SegmentationDecoder);

}  // namespace tessera
