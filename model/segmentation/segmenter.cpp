// A frozen network, a decoder, and the sizes between a picture and them.
#include "model/segmentation/segmenter.h"

#include <ATen/ATen.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "model/files/segmenter_file.h"
#include "model/inference/computing.h"
#include "model/inference/device.h"
#include "model/segmentation/reading.h"

namespace tessera {
namespace {

constexpr int64_t kLargest = 16384;  // pixels
constexpr double kLongest = 4;       // sides: a longer picture is squeezed

void check_picture(const Picture& picture) {
    const bool sized = picture.height >= 1 && picture.height <= kLargest && picture.width >= 1 &&
                       picture.width <= kLargest;
    if (!sized || picture.rgb.size() != static_cast<size_t>(picture.height * picture.width * 3)) {
        throw std::runtime_error(
            "a picture of " + std::to_string(picture.width) + " x " +
            std::to_string(picture.height) + " with " + std::to_string(picture.rgb.size()) +
            " bytes: sides must be 1 to " + std::to_string(kLargest) + ", bytes three a pixel");
    }
}

void stop_if(const std::atomic<bool>* cancelled) {
    if (cancelled != nullptr && *cancelled) {
        throw Cancelled{};
    }
}

/// 1,3,H,W in [-1, 1], the short side `side`.
at::Tensor network_input(const Picture& picture, int64_t side) {
    const auto height = static_cast<int>(picture.height), width = static_cast<int>(picture.width);
    const double scale = static_cast<double>(side) / std::min(height, width);
    const auto scaled = [&](int length) {
        const double most = kLongest * static_cast<double>(side);
        return static_cast<int>(std::lround(std::clamp(length * scale, 1.0, most)));
    };
    const cv::Mat rgb(height, width, CV_8UC3, const_cast<uint8_t*>(picture.rgb.data()));
    cv::Mat small;
    cv::resize(rgb,
               small,
               cv::Size(scaled(width), scaled(height)),
               0,
               0,
               scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    const at::Tensor bytes =
        torch::from_blob(small.data, {1, small.rows, small.cols, 3}, at::kByte);
    return (bytes.to(at::kFloat) / 127.5 - 1).permute({0, 3, 1, 2});
}

class DecodingSegmenter : public Segmenter {
public:
    DecodingSegmenter(const SegmenterFile& file,
                      std::shared_ptr<const FeatureNetwork> features,
                      at::Device device)
        : path_(file.path()),
          card_(file.card()),
          side_(file.config().side),
          parameters_(file.parameters()),
          features_(std::move(features)),
          decoder_(file.decoder()),
          device_(device) {
        decoder_->to(device_);
    }

    std::vector<uint16_t> labels(const Picture& picture,
                                 const std::atomic<bool>* cancelled) const override {
        check_picture(picture);
        const std::lock_guard lock(compute_mutex());
        return in_one_line([&] {
            const at::NoGradGuard no_grad;
            stop_if(cancelled);
            const auto levels = features_->levels(network_input(picture, side_).to(device_));
            stop_if(cancelled);
            // A module's forward() changes nothing in it.
            const at::Tensor logits = SegmentationDecoder(decoder_)->forward(levels);
            return likeliest(logits, picture.height, picture.width);
        });
    }

    const std::filesystem::path& path() const override { return path_; }
    const ModelCard& card() const override { return card_; }
    int64_t side() const override { return side_; }
    int64_t parameters() const override { return parameters_; }

private:
    std::filesystem::path path_;
    ModelCard card_;
    int64_t side_;
    int64_t parameters_;
    std::shared_ptr<const FeatureNetwork> features_;
    SegmentationDecoder decoder_;
    at::Device device_;
};

std::string class_list(const std::vector<ModelClass>& classes) {
    std::string text = std::to_string(classes.size()) + " classes (";
    for (size_t i = 0; i < std::min<size_t>(classes.size(), 3); ++i) {
        text += classes[i].name + ", ";
    }
    return text + "..)";
}

bool same_classes(const std::vector<ModelClass>& a, const std::vector<ModelClass>& b) {
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
            return one.id == other.id && one.name == other.name;
        });
}

}  // namespace

std::shared_ptr<const Segmenter> Segmenter::open(const std::filesystem::path& path,
                                                 const std::filesystem::path& features,
                                                 Device device) {
    const SegmenterFile file = SegmenterFile::open(path);
    const Place place = resolve_place({device, Precision::float32, 0});
    const auto network =
        FeatureNetwork::open(features, at::TensorOptions(at::kFloat).device(place.device));
    try {
        check_features(file.config(), *network);
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(path.string() + ": " + error.what());
    }
    return std::make_shared<DecodingSegmenter>(file, network, place.device);
}

ModelCard segmenter_card(const std::filesystem::path& file) {
    return SegmenterFile::open(file).card();
}

void check_segmenter_fits(const Segmenter& segmenter,
                          const std::string& palette,
                          const std::vector<ModelClass>& classes) {
    const ModelCard& card = segmenter.card();
    if (card.palette != palette || !same_classes(card.classes, classes)) {
        throw std::runtime_error(segmenter.path().string() + ": this segmenter knows palette " +
                                 card.palette + ", " + class_list(card.classes) +
                                 "; needed is one for palette " + palette + ", " +
                                 class_list(classes));
    }
}

}  // namespace tessera
