// The three networks as lists of layers.
#include "model/features/convolution_stack.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "model/features/stored_convolutions.h"

namespace tessera {
namespace {

constexpr int64_t kShortSide = 256;  // pixels, of a picture that is classified
constexpr int64_t kCrop = 224;       // pixels, the square in its middle

/// A convolution with ReLU.
struct Layer {
    int index = 0;  ///< in `features`, where what is between convolutions counts, too
    bool level = false;
    bool pooled = false;  ///< a maximum over windows halves the map after it
    int64_t stride = 1;
    int64_t padding = 1;
};

struct Design {
    const char* name;
    std::vector<Layer> layers;
    int64_t window;            ///< pixels, of the maxima
    int64_t grid;              ///< what the last map is averaged to, by side
    std::vector<int> linears;  ///< places in `classifier`
    std::vector<int>
        distinguishes;  ///< of several with the same beginning: convolutions it alone has
};

/// Published for PyTorch. VGG-16's levels are the last of a resolution, as LPIPS looks at them;
/// VGG-19's the first, as perceptual losses do.
std::vector<Design> designs() {
    return {{"alexnet",
             {{0, true, true, 4, 2},
              {3, true, true, 1, 2},
              {6, true, false},
              {8, true, false},
              {10, true, true}},
             3,
             6,
             {1, 4, 6},
             {3}},
            {"vgg16",
             {{0},
              {2, true, true},
              {5},
              {7, true, true},
              {10},
              {12},
              {14, true, true},
              {17},
              {19},
              {21, true, true},
              {24},
              {26},
              {28, true, true}},
             2,
             7,
             {0, 3, 6},
             {2, 17}},
            {"vgg19",
             {{0, true},
              {2, false, true},
              {5, true},
              {7, false, true},
              {10, true},
              {12},
              {14},
              {16, false, true},
              {19, true},
              {21},
              {23},
              {25, false, true},
              {28, true},
              {30},
              {32},
              {34, false, true}},
             2,
             7,
             {0, 3, 6},
             {2, 16}}};
}

std::string place(const char* part, int index) {
    return std::string(part) + "." + std::to_string(index);
}

class ConvolutionStack : public FeatureNetwork {
public:
    ConvolutionStack(const WeightsFile& file, Design design, const at::TensorOptions& options)
        : name_(design.name), design_(std::move(design)), options_(options) {
        const bool classifies = file.has(place("classifier", design_.linears.back()) + ".weight");
        for (const Layer& layer : design_.layers) {
            if (!classifies && !file.has(place("features", layer.index) + ".weight")) {
                break;  // what is behind the last level is the classifier's alone
            }
            convolutions_.push_back(
                read_convolution(file, place("features", layer.index), options));
            if (layer.level) {
                channels_.push_back(convolutions_.back().weight.size(0));
            }
        }
        if (channels_.size() != kLevels) {
            file.refuse("has " + std::to_string(channels_.size()) + " of the five levels of " +
                        name_);
        }
        for (const int index : classifies ? design_.linears : std::vector<int>()) {
            linears_.push_back(
                read_linear(file, place("classifier", index), options.dtype(at::kFloat)));
        }
        // Pictures come in [-1, 1]; these are means and deviations of [0, 1].
        mean_ = at::tensor({0.485, 0.456, 0.406}, options.dtype(at::kFloat)).view({3, 1, 1});
        deviation_ = at::tensor({0.229, 0.224, 0.225}, options.dtype(at::kFloat)).view({3, 1, 1});
    }

    const std::string& name() const override { return name_; }
    const std::vector<int64_t>& channels() const override { return channels_; }

    std::vector<at::Tensor> levels(const at::Tensor& image) const override {
        std::vector<at::Tensor> found;
        convolve(image, [&](const Layer& layer, const at::Tensor& x) {
            if (layer.level) {
                found.push_back(x);
            }
            return found.size() < kLevels;
        });
        return found;
    }

    bool classifies() const override { return !linears_.empty(); }

    Verdict classify(const at::Tensor& image) const override {
        if (!classifies()) {
            throw std::runtime_error(name_ + " was stored without its classifier");
        }
        const at::Tensor map =
            convolve(prepared(image), [](const Layer&, const at::Tensor&) { return true; });
        at::Tensor x =
            at::adaptive_avg_pool2d(map.to(at::kFloat), {design_.grid, design_.grid}).flatten(1);
        for (size_t i = 0; i + 1 < linears_.size(); ++i) {
            x = at::linear(x, linears_[i].weight, linears_[i].bias).relu();
        }
        return {x, at::linear(x, linears_.back().weight, linears_.back().bias)};
    }

private:
    static constexpr size_t kLevels = 5;

    /// The square that the networks were tested on: from the middle of a picture whose short side
    /// is 256 pixels.
    static at::Tensor prepared(const at::Tensor& image) {
        const int64_t side = std::min(image.size(2), image.size(3));
        at::Tensor x = image.to(at::kFloat);
        if (side != kShortSide) {
            x = at::_upsample_bilinear2d_aa(
                x,
                {image.size(2) * kShortSide / side, image.size(3) * kShortSide / side},
                /*align_corners=*/false);
        }
        const auto margin = [&](int64_t dimension) {  // halves go to the even pixel
            return std::lrint(static_cast<double>(x.size(dimension) - kCrop) / 2);
        };
        return x.narrow(2, margin(2), kCrop).narrow(3, margin(3), kCrop);
    }

    /// Goes through the layers while visit(layer, its map) wants more.
    template <class Visit>
    at::Tensor convolve(const at::Tensor& image, const Visit& visit) const {
        at::Tensor x = ((image.to(at::kFloat) * 0.5 + 0.5 - mean_) / deviation_)
                           .to(options_)
                           .contiguous(at::MemoryFormat::ChannelsLast);
        for (size_t i = 0; i < convolutions_.size(); ++i) {
            const Layer& layer = design_.layers[i];
            x = at::conv2d(
                    x, convolutions_[i].weight, convolutions_[i].bias, layer.stride, layer.padding)
                    .relu();
            if (!visit(layer, x)) {
                break;
            }
            if (layer.pooled) {
                x = at::max_pool2d(x, design_.window, 2);
            }
        }
        return x;
    }

    std::string name_;
    Design design_;
    at::TensorOptions options_;
    std::vector<int64_t> channels_;
    std::vector<FrozenConvolution> convolutions_;
    std::vector<FrozenLinear> linears_;
    at::Tensor mean_, deviation_;
};

}  // namespace

std::shared_ptr<const FeatureNetwork> open_convolution_stack(const WeightsFile& file,
                                                             const at::TensorOptions& options) {
    for (const Design& design : designs()) {
        const bool is_it =
            std::all_of(design.distinguishes.begin(), design.distinguishes.end(), [&](int index) {
                return file.has(place("features", index) + ".weight");
            });
        if (is_it) {
            return std::make_shared<ConvolutionStack>(file, design, options);
        }
    }
    return nullptr;
}

}  // namespace tessera
