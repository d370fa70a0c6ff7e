// Frozen classifiers whose inner features say how alike two pictures look: one that training leans
// on, and another, never trained against, that judges.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tessera {

/// A frozen network. Weights take no gradient; the pictures do. Every method may be called from
/// several threads at once.
class FeatureNetwork {
public:
    /// Reads a safetensors file and tells by its tensors which network it holds:
    ///
    /// - EfficientNet-Lite with batch norms folded: `stem`, `block.N.expand` (where it expands),
    ///   `block.N.depthwise`, `block.N.project`, and optionally `head` and `classifier`, each with
    ///   `.weight` and `.bias`; metadata `network`, `strides` (a number a block) and `taps` (the
    ///   blocks whose outputs are the levels), numbers apart by spaces.
    /// - VGG-19 as published for PyTorch: `features.N.weight` and `.bias`; its levels are the five
    ///   first ReLUs of a resolution.
    ///
    /// Weights are kept as `options` say: float32 or bfloat16, on any device. Throws
    /// std::runtime_error that names the file and the reason.
    static std::shared_ptr<const FeatureNetwork> open(
        const std::filesystem::path& file, const at::TensorOptions& options = at::kFloat);

    virtual ~FeatureNetwork() = default;

    /// "efficientnet-lite0", "vgg19".
    virtual const std::string& name() const = 0;

    /// Channels of each level, finest first.
    virtual const std::vector<int64_t>& channels() const = 0;

    /// The levels of `image` B,3,H,W in [-1, 1], in the network's options, channels last; level i
    /// of EfficientNet-Lite has 1/2, 1/4, 1/8, 1/16 of the picture's sides, rounded up.
    virtual std::vector<at::Tensor> levels(const at::Tensor& image) const = 0;

    /// What the classifier sees of a picture, B,features float32, and what it makes of it,
    /// B,classes float32. Throws std::runtime_error where the file has no classifier.
    struct Verdict {
        at::Tensor pooled;
        at::Tensor logits;
    };
    virtual Verdict classify(const at::Tensor& image) const = 0;
};

}  // namespace tessera
