// What one step of training sees.
#pragma once

#include <ATen/core/Tensor.h>

#include <opencv2/core/mat.hpp>
#include <vector>

namespace tessera {

struct TrainingPicture;

/// Pictures are float32 in [-1, 1], channels last.
struct Batch {
    at::Tensor real;    ///< B,3,H,W
    at::Tensor labels;  ///< B,H,W int32, outside 0..N-1 is void
    at::Tensor source;  ///< B,3,H,W, or undefined

    /// The same on a device.
    Batch to(at::Device device) const;
};

/// Examples of one size as a batch.
Batch make_batch(const std::vector<TrainingPicture>& examples);

/// The first picture of 1,3,H,W in [-1, 1], CV_8UC3, RGB.
cv::Mat to_picture(const at::Tensor& image);

}  // namespace tessera
