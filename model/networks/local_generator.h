// The class-specific local generator G_l and its classifier (Eq. 2 to 6).
#pragma once

#include "model/networks/config.h"
#include "model/networks/layers.h"

namespace tessera {

/// What the local generator gives.
struct LocalOutput {
    at::Tensor image;      ///< B,3,H,W, at least float32
    at::Tensor per_class;  ///< B,N,3,H,W, where asked for
    at::Tensor logits;     ///< B,N,N, where asked for: row i classifies class i's pooled features
    at::Tensor masked_l1;  ///< Eq. 3, where there is a photo to compare with
};

/// One sub-generator a class on the class's own masked features. `weight` N,3,C,k,k; `bias` N,3.
class LocalGeneratorImpl : public torch::nn::Cloneable<LocalGeneratorImpl> {
public:
    explicit LocalGeneratorImpl(const LgganConfig& config);
    void reset() override;

    /// `f` B,C,H,W; `labels` B,H,W int32, outside 0..N-1 is void; `real` B,3,H,W in [-1, 1], or
    /// undefined.
    LocalOutput forward(const at::Tensor& f,
                        const at::Tensor& labels,
                        bool keep_per_class = false,
                        bool keep_logits = false,
                        const at::Tensor& real = {});

    LgganConfig config;
    at::Tensor weight;
    at::Tensor bias;
    Linear classifier{nullptr};  ///< Eq. 6, where config.classify
    Conv combine{nullptr};       ///< Eq. 5, where config.combine is "conv"

private:
    LocalOutput draw(const at::Tensor& f,
                     const at::Tensor& labels,
                     bool keep_per_class,
                     const at::Tensor& real);
    at::Tensor classify(const at::Tensor& f, const at::Tensor& labels);
};
TORCH_MODULE(LocalGenerator);

}  // namespace tessera
