// EfficientNet-Lite out of a file of folded convolutions.
#include "model/features/efficientnet.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "model/features/stored_convolutions.h"

namespace tessera {
namespace {

struct Block {
    std::optional<FrozenConvolution> expand;
    FrozenConvolution depthwise;
    FrozenConvolution project;

    at::Tensor operator()(const at::Tensor& x) const {
        at::Tensor y = expand ? at::relu6((*expand)(x)) : x;
        y = project(at::relu6(depthwise(y)));
        return depthwise.stride == 1 && y.size(1) == x.size(1) ? y + x : y;
    }
};

class EfficientNet : public FeatureNetwork {
public:
    EfficientNet(const WeightsFile& file, const at::TensorOptions& options) : options_(options) {
        name_ = file.text("network");
        const std::vector<int64_t> strides = numbers(file, "strides");
        taps_ = numbers(file, "taps");
        stem_ = read_convolution(file, "stem", options);
        stem_.stride = 2;
        for (size_t i = 0; i < strides.size(); ++i) {
            blocks_.push_back(
                read_block(file, "block." + std::to_string(i) + ".", strides[i], options));
        }
        for (const int64_t tap : taps_) {
            if (tap < 0 || tap >= static_cast<int64_t>(blocks_.size())) {
                file.refuse("taps block " + std::to_string(tap) + ", which it has not");
            }
            channels_.push_back(blocks_[static_cast<size_t>(tap)].project.weight.size(0));
        }
        if (has_convolution(file, "head")) {
            head_ = read_convolution(file, "head", options);
            classifier_ = read_linear(file, "classifier", options.dtype(at::kFloat));
        }
    }

    const std::string& name() const override { return name_; }
    const std::vector<int64_t>& channels() const override { return channels_; }

    std::vector<at::Tensor> levels(const at::Tensor& image) const override {
        std::vector<at::Tensor> found;
        at::Tensor x = enter(image);
        for (size_t i = 0; i < blocks_.size() && found.size() < taps_.size(); ++i) {
            x = blocks_[i](x);
            if (std::find(taps_.begin(), taps_.end(), static_cast<int64_t>(i)) != taps_.end()) {
                found.push_back(x);
            }
        }
        return found;
    }

    bool classifies() const override { return head_.has_value(); }

    Verdict classify(const at::Tensor& image) const override {
        if (!head_) {
            throw std::runtime_error(name_ + " was stored without its classifier");
        }
        at::Tensor x = enter(image);
        for (const Block& block : blocks_) {
            x = block(x);
        }
        Verdict verdict;
        verdict.pooled = at::relu6((*head_)(x)).to(at::kFloat).mean({2, 3});
        verdict.logits = at::linear(verdict.pooled, classifier_.weight, classifier_.bias);
        return verdict;
    }

private:
    static std::vector<int64_t> numbers(const WeightsFile& file, const std::string& key) {
        std::istringstream stream(file.text(key));
        std::vector<int64_t> values;
        for (int64_t value = 0; stream >> value;) {
            values.push_back(value);
        }
        if (values.empty() || !stream.eof()) {
            file.refuse("its metadata's " + key + " is no list of numbers");
        }
        return values;
    }

    static Block read_block(const WeightsFile& file,
                            const std::string& prefix,
                            int64_t stride,
                            const at::TensorOptions& options) {
        Block block;
        if (has_convolution(file, prefix + "expand")) {
            block.expand = read_convolution(file, prefix + "expand", options);
        }
        block.depthwise = read_convolution(file, prefix + "depthwise", options);
        block.depthwise.groups = block.depthwise.weight.size(0);
        block.depthwise.stride = stride;
        block.project = read_convolution(file, prefix + "project", options);
        if (block.depthwise.weight.size(1) != 1 || (stride != 1 && stride != 2) ||
            block.project.weight.size(1) != block.depthwise.groups) {
            file.refuse(prefix + "depthwise is no depthwise convolution that fits its projection");
        }
        return block;
    }

    at::Tensor enter(const at::Tensor& image) const {
        return at::relu6(stem_(image.to(options_).contiguous(at::MemoryFormat::ChannelsLast)));
    }

    std::string name_;
    at::TensorOptions options_;
    std::vector<int64_t> taps_;
    std::vector<int64_t> channels_;
    FrozenConvolution stem_;
    std::vector<Block> blocks_;
    std::optional<FrozenConvolution> head_;
    FrozenLinear classifier_;
};

}  // namespace

std::shared_ptr<const FeatureNetwork> open_efficientnet(const WeightsFile& file,
                                                        const at::TensorOptions& options) {
    return std::make_shared<EfficientNet>(file, options);
}

}  // namespace tessera
