// VGG-19 up to its last resolution: sixteen convolutions, a level at the first of each five.
#include "model/features/vgg.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "model/features/stored_convolutions.h"

namespace tessera {
namespace {

/// Where the convolutions lie in `features`; what is between them is ReLU and pooling.
constexpr std::array<int, 13> kConvolutions = {0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28};
/// After which of them the map is halved, and which begin a resolution.
constexpr std::array<int, 4> kPooled = {2, 7, 16, 25};
constexpr std::array<int, 5> kFirst = {0, 5, 10, 19, 28};

template <size_t N>
bool is_among(const std::array<int, N>& list, int value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

class Vgg : public FeatureNetwork {
public:
    Vgg(const SafetensorsFile& file, const at::TensorOptions& options) : options_(options) {
        for (const int index : kConvolutions) {
            layers_.push_back(read_convolution(file, "features." + std::to_string(index), options));
            if (is_among(kFirst, index)) {
                channels_.push_back(layers_.back().weight.size(0));
            }
        }
        // Pictures come in [-1, 1]; the network was trained on these means and deviations of [0,
        // 1].
        mean_ = at::tensor({0.485, 0.456, 0.406}, options.dtype(at::kFloat)).view({3, 1, 1});
        deviation_ = at::tensor({0.229, 0.224, 0.225}, options.dtype(at::kFloat)).view({3, 1, 1});
    }

    const std::string& name() const override { return name_; }
    const std::vector<int64_t>& channels() const override { return channels_; }

    std::vector<at::Tensor> levels(const at::Tensor& image) const override {
        at::Tensor x = ((image.to(at::kFloat) * 0.5 + 0.5 - mean_) / deviation_)
                           .to(options_)
                           .contiguous(at::MemoryFormat::ChannelsLast);
        std::vector<at::Tensor> found;
        for (size_t i = 0; i < layers_.size(); ++i) {
            x = layers_[i](x).relu();
            if (is_among(kFirst, kConvolutions[i])) {
                found.push_back(x);
            }
            if (is_among(kPooled, kConvolutions[i])) {
                x = at::max_pool2d(x, 2, 2);
            }
        }
        return found;
    }

    Verdict classify(const at::Tensor&) const override {
        throw std::runtime_error("vgg19 is read without its classifier");
    }

private:
    std::string name_ = "vgg19";
    at::TensorOptions options_;
    std::vector<int64_t> channels_;
    std::vector<FrozenConvolution> layers_;
    at::Tensor mean_, deviation_;
};

}  // namespace

std::shared_ptr<const FeatureNetwork> open_vgg(const SafetensorsFile& file,
                                               const at::TensorOptions& options) {
    return std::make_shared<Vgg>(file, options);
}

}  // namespace tessera
