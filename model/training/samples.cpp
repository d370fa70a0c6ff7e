// The sample sheet.
#include "model/training/samples.h"

#include <torch/torch.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "model/data/loader.h"

namespace tessera {
namespace {

cv::Mat coloured(const cv::Mat& labels, const ClassMap& classes) {
    cv::Mat rgb(labels.size(), CV_8UC3, cv::Scalar(0, 0, 0));
    for (int y = 0; y < labels.rows; ++y) {
        for (int x = 0; x < labels.cols; ++x) {
            const uint16_t label = labels.at<uint16_t>(y, x);
            if (label != kNoClass) {
                const auto& color = classes.classes()[label].color;
                rgb.at<cv::Vec3b>(y, x) = {color[0], color[1], color[2]};
            }
        }
    }
    return rgb;
}

/// 1,3,H,W in [-1, 1] as a picture.
cv::Mat to_picture(const at::Tensor& image) {
    const at::Tensor bytes =
        ((image[0].clamp(-1, 1) + 1) * 127.5).round().to(at::kByte).permute({1, 2, 0}).contiguous();
    return cv::Mat(static_cast<int>(bytes.size(0)),
                   static_cast<int>(bytes.size(1)),
                   CV_8UC3,
                   bytes.mutable_data_ptr())
        .clone();
}

}  // namespace

void fill_parameters(torch::nn::Module& module,
                     const std::map<std::string, at::Tensor>& tensors,
                     const std::string& prefix) {
    const at::NoGradGuard no_grad;
    for (auto& item : module.named_parameters()) {
        const auto found = tensors.find(prefix + item.key());
        if (found == tensors.end()) {
            throw std::runtime_error("there is no tensor " + prefix + item.key());
        }
        item.value().copy_(found->second);
    }
}

SampleSheet::SampleSheet(std::vector<TrainingPicture> examples,
                         ClassMap classes,
                         const LgganConfig& config)
    : examples_(std::move(examples)), classes_(std::move(classes)), config_(config) {}

void SampleSheet::write(const std::filesystem::path& file,
                        const std::map<std::string, at::Tensor>& weights,
                        int64_t style_base) const {
    const at::NoGradGuard no_grad;
    Lggan generator(config_);
    fill_parameters(*generator, weights, "");
    generator->freeze();
    StyleEncoder encoder{nullptr};
    if (config_.style > 0) {
        encoder = StyleEncoder(StyleEncoderOptions{.style = config_.style, .base = style_base});
        fill_parameters(*encoder, weights, "style_encoder.");
    }
    std::vector<cv::Mat> rows;
    for (const TrainingPicture& example : examples_) {
        const Batch batch = make_batch({example});
        LgganInput input;
        input.labels = batch.labels;
        input.image = batch.source;
        std::vector<cv::Mat> cells{coloured(example.labels, classes_)};
        if (!example.source.empty()) {
            cells.push_back(example.source);
        }
        cells.push_back(to_picture(generator->forward(input).image));
        if (encoder) {
            input.z = encoder->forward(batch.real).mean;
            cells.push_back(to_picture(generator->forward(input).image));
        }
        cells.push_back(example.photo);
        cv::Mat row;
        cv::hconcat(cells, row);
        rows.push_back(row);
    }
    cv::Mat sheet, bgr;
    cv::vconcat(rows, sheet);
    cv::cvtColor(sheet, bgr, cv::COLOR_RGB2BGR);
    const std::filesystem::path beside = file.string() + ".part.png";
    if (!cv::imwrite(beside.string(), bgr)) {
        throw std::runtime_error(file.string() + ": can't be written");
    }
    std::filesystem::rename(beside, file);
}

}  // namespace tessera
