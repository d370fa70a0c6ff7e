// The sample sheet.
#include "model/training/learner/samples.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>
#include <torch/utils.h>

#include <opencv2/core.hpp>
#include <stdexcept>

#include "model/data/batch.h"

namespace tessera {

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
                         const LgganConfig& config,
                         at::Device device)
    : examples_(std::move(examples)),
      classes_(std::move(classes)),
      config_(config),
      device_(device) {}

void SampleSheet::write(const std::filesystem::path& file,
                        const std::map<std::string, at::Tensor>& weights,
                        int64_t style_base) const {
    const at::NoGradGuard no_grad;
    const UninitialisedParameters to_be_filled{device_};
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
        const Batch batch = make_batch({example}).to(device_);
        LgganInput input;
        input.labels = batch.labels;
        input.image = batch.source;
        std::vector<cv::Mat> cells{label_colours(example.labels, classes_)};
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
    cv::Mat sheet;
    cv::vconcat(rows, sheet);
    write_picture(file, sheet);
}

}  // namespace tessera
