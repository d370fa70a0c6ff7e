// Cutting, mirroring, and changing colours.
#include "model/data/augment.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace tessera {
namespace {

cv::Mat resized(const cv::Mat& image, const cv::Rect& part, int side, bool labels) {
    cv::Mat result;
    if (!image.empty()) {
        const int smooth = part.width > side ? cv::INTER_AREA : cv::INTER_LINEAR;
        cv::resize(
            image(part), result, cv::Size(side, side), 0, 0, labels ? cv::INTER_NEAREST : smooth);
    }
    return result;
}

TrainingPicture cut(const TrainingPicture& picture, const cv::Rect& part, int side) {
    return {resized(picture.photo, part, side, false),
            resized(picture.source, part, side, false),
            resized(picture.labels, part, side, true)};
}

void mirror(TrainingPicture& example, const std::vector<uint16_t>& mirrored) {
    cv::flip(example.photo, example.photo, 1);
    cv::flip(example.labels, example.labels, 1);
    if (!example.source.empty()) {
        cv::flip(example.source, example.source, 1);
    }
    for (int y = 0; y < example.labels.rows; ++y) {
        auto* row = example.labels.ptr<uint16_t>(y);
        std::transform(row, row + example.labels.cols, row, [&](uint16_t label) {
            return label < mirrored.size() ? mirrored[label] : label;
        });
    }
}

/// value = mean + contrast (saturation (value - grey) + grey - mean) + brightness.
void recolour(cv::Mat& rgb, double strength, Random& random) {
    const double brightness = random.uniform(-strength, strength) * 128;
    const double contrast = 1 + random.uniform(-strength, strength);
    const double saturation = 1 + random.uniform(-strength, strength);
    const cv::Scalar means = cv::mean(rgb);
    const double mean = (means[0] + means[1] + means[2]) / 3;
    for (int y = 0; y < rgb.rows; ++y) {
        for (int x = 0; x < rgb.cols; ++x) {
            auto& pixel = rgb.at<cv::Vec3b>(y, x);
            const double grey = (pixel[0] + pixel[1] + pixel[2]) / 3.0;
            for (int c = 0; c < 3; ++c) {
                const double vivid = saturation * (pixel[c] - grey) + grey;
                pixel[c] =
                    cv::saturate_cast<uint8_t>(mean + contrast * (vivid - mean) + brightness);
            }
        }
    }
}

}  // namespace

TrainingPicture augment(const TrainingPicture& picture,
                        const Augmentation& how,
                        const std::vector<uint16_t>& mirrored,
                        Random& random) {
    const int crop = static_cast<int>(how.crop);
    const double zoom = random.uniform(1, how.zoom);
    const int side = std::min(
        {static_cast<int>(std::lround(crop / zoom)), picture.photo.cols, picture.photo.rows});
    const auto x = static_cast<int>(random.below(picture.photo.cols - side + 1));
    const auto y = static_cast<int>(random.below(picture.photo.rows - side + 1));
    TrainingPicture example = cut(picture, cv::Rect(x, y, side, side), crop);
    if (random.uniform() < 0.5 && how.flip) {
        mirror(example, mirrored);
    }
    if (how.colour > 0) {
        recolour(example.photo, how.colour, random);
    }
    return example;
}

TrainingPicture middle(const TrainingPicture& picture, int64_t side) {
    const int shorter = std::min(picture.photo.cols, picture.photo.rows);
    const cv::Rect part(
        (picture.photo.cols - shorter) / 2, (picture.photo.rows - shorter) / 2, shorter, shorter);
    return cut(picture, part, static_cast<int>(side));
}

}  // namespace tessera
