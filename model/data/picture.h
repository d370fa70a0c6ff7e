// A training pair in memory.
#pragma once

#include <opencv2/core/mat.hpp>

#include "model/data/classes.h"
#include "model/data/dataset.h"

namespace tessera {

/// Photo and labels of one size.
struct TrainingPicture {
    cv::Mat photo;   ///< CV_8UC3, RGB
    cv::Mat source;  ///< the same, or empty
    cv::Mat labels;  ///< CV_16U, channels of the class map; kNoClass is void

    size_t bytes() const;
};

/// Reads a pair and shrinks it so that its short side is `short_side` pixels (0: as it is); a
/// smaller one stays. Throws std::runtime_error that names the file and the reason: not an image,
/// photo and labels of different sizes, ids that are no classes with the count of their pixels.
TrainingPicture read_picture(const Pair& pair, const ClassMap& classes, int64_t short_side);

/// The label map alone, at its own size.
cv::Mat read_labels(const Pair& pair, const ClassMap& classes);

/// Labels, CV_16U, in their classes' colours: CV_8UC3, RGB; void is black.
cv::Mat label_colours(const cv::Mat& labels, const ClassMap& classes);

/// Writes a picture, CV_8UC3 RGB, as a PNG, whole or not at all. Throws std::runtime_error that
/// names the file.
void write_picture(const std::filesystem::path& file, const cv::Mat& rgb);

}  // namespace tessera
