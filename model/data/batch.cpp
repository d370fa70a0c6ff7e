// Between pictures and tensors.
#include "model/data/batch.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "model/data/picture.h"

namespace tessera {
namespace {

void copy_photo(const cv::Mat& photo, float* to) {
    for (int y = 0; y < photo.rows; ++y) {
        const auto* row = photo.ptr<uint8_t>(y);
        for (int i = 0; i < photo.cols * 3; ++i) {
            *to++ = static_cast<float>(row[i]) / 127.5F - 1;
        }
    }
}

at::Tensor photos(const std::vector<TrainingPicture>& examples, cv::Mat TrainingPicture::*which) {
    const cv::Mat& first = examples.front().*which;
    if (first.empty()) {
        return {};
    }
    const at::Tensor result =
        at::empty({static_cast<int64_t>(examples.size()), 3, first.rows, first.cols},
                  at::kFloat,
                  at::MemoryFormat::ChannelsLast);
    auto* to = result.mutable_data_ptr<float>();
    for (const TrainingPicture& example : examples) {
        copy_photo(example.*which, to);
        to += first.total() * 3;
    }
    return result;
}

}  // namespace

Batch make_batch(const std::vector<TrainingPicture>& examples) {
    Batch batch;
    batch.real = photos(examples, &TrainingPicture::photo);
    batch.source = photos(examples, &TrainingPicture::source);
    const cv::Mat& first = examples.front().labels;
    batch.labels =
        at::empty({static_cast<int64_t>(examples.size()), first.rows, first.cols}, at::kInt);
    auto* to = batch.labels.mutable_data_ptr<int32_t>();
    for (const TrainingPicture& example : examples) {
        for (int y = 0; y < example.labels.rows; ++y) {
            const auto* row = example.labels.ptr<uint16_t>(y);
            to = std::transform(row, row + example.labels.cols, to, [](uint16_t label) {
                return label == kNoClass ? -1 : int32_t{label};
            });
        }
    }
    return batch;
}

Batch Batch::to(at::Device device) const {
    return {real.to(device), labels.to(device), source.defined() ? source.to(device) : source};
}

cv::Mat to_picture(const at::Tensor& image) {
    const at::Tensor bytes = ((image[0].clamp(-1, 1) + 1) * 127.5)
                                 .round()
                                 .to(at::kCPU, at::kByte)
                                 .permute({1, 2, 0})
                                 .contiguous();
    return cv::Mat(static_cast<int>(bytes.size(0)),
                   static_cast<int>(bytes.size(1)),
                   CV_8UC3,
                   bytes.mutable_data_ptr())
        .clone();
}

}  // namespace tessera
