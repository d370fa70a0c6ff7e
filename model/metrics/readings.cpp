// Pictures in, pixels counted.
#include "model/metrics/readings.h"

#include <ATen/ATen.h>

#include <opencv2/core.hpp>

#include "model/data/batch.h"
#include "model/data/classes.h"

namespace tessera::metrics {
namespace {

constexpr double kPercent = 100;

Picture picture_of(const at::Tensor& image) {
    const cv::Mat rgb = to_picture(image);
    Picture picture;
    picture.height = rgb.rows;
    picture.width = rgb.cols;
    picture.rgb.assign(rgb.data, rgb.data + rgb.total() * 3);
    return picture;
}

std::vector<uint16_t> channels_of(const at::Tensor& labels) {
    const at::Tensor flat = labels.flatten().to(at::kCPU, at::kInt).contiguous();
    const int32_t* begin = flat.const_data_ptr<int32_t>();
    std::vector<uint16_t> channels;
    for (const int32_t* label = begin; label != begin + flat.numel(); ++label) {
        channels.push_back(*label < 0 ? kNoClass : static_cast<uint16_t>(*label));
    }
    return channels;
}

}  // namespace

Readings::Readings(std::shared_ptr<const Segmenter> segmenter)
    : segmenter_(std::move(segmenter)),
      confusion_(static_cast<int64_t>(segmenter_->card().classes.size())) {}

void Readings::add(const at::Tensor& image, const at::Tensor& labels) {
    confusion_.add(channels_of(labels), segmenter_->labels(picture_of(image)));
}

std::vector<EvaluationFigure> Readings::figures(const std::string& of,
                                                const std::string& key) const {
    const std::string name =
        "segmenter " + segmenter_->card().title(segmenter_->path().stem().string());
    return {{"mIoU" + of, key + "miou", kPercent * confusion_.mean_iou(), "%", name, false},
            {"Pixel accuracy" + of,
             key + "pixel_accuracy",
             kPercent * confusion_.accuracy(),
             "%",
             name,
             false}};
}

std::vector<ClassAgreement> Readings::agreement() const {
    const std::vector<std::optional<double>> iou = confusion_.iou();
    std::vector<ClassAgreement> list;
    for (size_t i = 0; i < iou.size(); ++i) {
        const ModelClass& one = segmenter_->card().classes[i];
        list.push_back({one.id, one.name, iou[i]});
    }
    return list;
}

}  // namespace tessera::metrics
