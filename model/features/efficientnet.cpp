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
    EfficientNet(const SafetensorsFile& file, const at::TensorOptions& options)
        : options_(options) {
        name_ = text(file, "network");
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
                refuse(file, "taps block " + std::to_string(tap) + ", which it has not");
            }
            channels_.push_back(blocks_[static_cast<size_t>(tap)].project.weight.size(0));
        }
        if (has_convolution(file, "head")) {
            head_ = read_convolution(file, "head", options);
            classifier_ = read_linear(file, options.dtype(at::kFloat));
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
        verdict.logits = at::linear(verdict.pooled, classifier_.first, classifier_.second);
        return verdict;
    }

private:
    static std::string text(const SafetensorsFile& file, const std::string& key) {
        const auto found = file.metadata().find(key);
        if (found == file.metadata().end()) {
            refuse(file, "its metadata has no " + key);
        }
        return found->second;
    }

    static std::vector<int64_t> numbers(const SafetensorsFile& file, const std::string& key) {
        std::istringstream stream(text(file, key));
        std::vector<int64_t> values;
        for (int64_t value = 0; stream >> value;) {
            values.push_back(value);
        }
        if (values.empty() || !stream.eof()) {
            refuse(file, "its metadata's " + key + " is no list of numbers");
        }
        return values;
    }

    static Block read_block(const SafetensorsFile& file,
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
            refuse(file, prefix + "depthwise is no depthwise convolution that fits its projection");
        }
        return block;
    }

    static std::pair<at::Tensor, at::Tensor> read_linear(const SafetensorsFile& file,
                                                         const at::TensorOptions& options);

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
    std::pair<at::Tensor, at::Tensor> classifier_;
};

std::pair<at::Tensor, at::Tensor> EfficientNet::read_linear(const SafetensorsFile& file,
                                                            const at::TensorOptions& options) {
    const at::Tensor weight = read_tensor(file, "classifier.weight", options);
    const at::Tensor bias = read_tensor(file, "classifier.bias", options);
    if (weight.dim() != 2 || bias.dim() != 1 || weight.size(0) != bias.size(0)) {
        refuse(file, "classifier is no linear map");
    }
    return {weight, bias};
}

}  // namespace

std::shared_ptr<const FeatureNetwork> open_efficientnet(const SafetensorsFile& file,
                                                        const at::TensorOptions& options) {
    return std::make_shared<EfficientNet>(file, options);
}

}  // namespace tessera
