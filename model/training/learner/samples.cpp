// The sample sheet.
#include "model/training/learner/samples.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>
#include <torch/utils.h>

#include <opencv2/core.hpp>
#include <stdexcept>

#include "model/training/networks.h"

namespace tessera {

void fill_parameters(torch::nn::Module& module,
                     const std::map<std::string, at::Tensor>& tensors,
                     const std::string& prefix) {
    const at::NoGradGuard no_grad;
    std::map<std::string, at::Tensor> own = fixed_tensors(module);
    for (const auto& item : module.named_parameters()) {
        own[item.key()] = item.value();
    }
    for (const auto& [name, tensor] : own) {
        const auto found = tensors.find(c10::str(prefix, name));
        if (found == tensors.end()) {
            throw std::runtime_error(c10::str("there is no tensor ", prefix, name));
        }
        tensor.copy_(found->second);
    }
}

SampleSheet::SampleSheet(std::vector<TrainingPicture> examples, ClassMap classes, at::Device device)
    : examples_(std::move(examples)), classes_(std::move(classes)), device_(device) {}

void SampleSheet::write(const std::filesystem::path& file, const Draw& draw) const {
    const at::NoGradGuard no_grad;
    std::vector<cv::Mat> rows;
    for (const TrainingPicture& example : examples_) {
        const Batch batch = make_batch({example}).to(device_);
        std::vector<cv::Mat> cells{label_colours(example.labels, classes_)};
        if (!example.source.empty()) {
            cells.push_back(example.source);
        }
        for (const at::Tensor& picture : draw(batch)) {
            cells.push_back(to_picture(picture));
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
