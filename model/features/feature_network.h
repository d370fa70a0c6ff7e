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
    /// Reads a file of weights (see WeightsFile) and tells by its tensors which network it holds:
    ///
    /// - EfficientNet-Lite with batch norms folded: `stem`, `block.N.expand` (where it expands),
    ///   `block.N.depthwise`, `block.N.project`, and optionally `head` and `classifier`, each with
    ///   `.weight` and `.bias`; metadata `network`, `strides` (a number a block) and `taps` (the
    ///   blocks whose outputs are the levels), numbers apart by spaces.
    /// - AlexNet, VGG-16 and VGG-19 as published for PyTorch: `features.N` and optionally
    ///   `classifier.N`, each with `.weight` and `.bias`; their levels are five ReLUs: all of
    ///   AlexNet's, the last of a resolution of VGG-16, the first of VGG-19.
    ///
    /// Or TorchScript, which brings a classifier's own code along and runs it: it gets pictures
    /// B,3,H,W in [0, 1], prepares them itself, and gives logits B,classes, alone or in a tuple
    /// behind features B,features.
    ///
    /// Weights are kept as `options` say: float32 or bfloat16, on any device; TorchScript as it is.
    /// Throws std::runtime_error that names the file and the reason.
    static std::shared_ptr<const FeatureNetwork> open(
        const std::filesystem::path& file, const at::TensorOptions& options = at::kFloat);

    virtual ~FeatureNetwork() = default;

    /// "efficientnet-lite0", "alexnet", "vgg16", "vgg19"; "inception-v3" for TorchScript with the
    /// layers and the 1008 classes of the network that FID is defined by, and for any other its own
    /// type: "ResNet (TorchScript, 365 classes)".
    virtual const std::string& name() const = 0;

    /// Channels of each level, finest first; none of TorchScript.
    virtual const std::vector<int64_t>& channels() const = 0;

    /// The levels of `image` B,3,H,W in [-1, 1], in the network's options, channels last; level i
    /// of EfficientNet-Lite has 1/2, 1/4, 1/8, 1/16 of the picture's sides, rounded up.
    virtual std::vector<at::Tensor> levels(const at::Tensor& image) const = 0;

    /// Whether the file has a classifier.
    virtual bool classifies() const = 0;

    /// What the classifier sees of a picture, B,features float32, undefined where TorchScript
    /// doesn't tell, and what it makes of it, B,classes float32. AlexNet and VGG look at the middle
    /// 224² of a picture whose short side is made 256. Throws std::runtime_error where the file has
    /// no classifier.
    struct Verdict {
        at::Tensor pooled;
        at::Tensor logits;
    };
    virtual Verdict classify(const at::Tensor& image) const = 0;
};

}  // namespace tessera
