// Class-balanced cross entropy over a frozen network.
#include "model/training/learner/segmenter_learner.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <cmath>
#include <cstring>
#include <opencv2/core.hpp>
#include <stdexcept>

#include "model/data/batch.h"
#include "model/files/segmenter_file.h"
#include "model/segmentation/reading.h"
#include "model/training/learner/class_weights.h"
#include "model/training/learner/samples.h"
#include "model/training/losses.h"
#include "model/training/networks.h"

namespace tessera {
namespace {

constexpr char kConfig[] = "segmenter/config";

SegmenterConfig config_of(const Lesson& lesson) {
    SegmenterConfig config;
    config.classes = lesson.classes.count();
    config.width = lesson.options.segmenter_width;
    config.side = lesson.options.side;
    config.features = lesson.features->name();
    config.channels = lesson.features->channels();
    config.fingerprint = fingerprint(*lesson.features);
    config.check();
    return config;
}

class SegmenterLearner : public Learner {
public:
    explicit SegmenterLearner(const Lesson& lesson)
        : options_(lesson.options),
          classes_(lesson.classes),
          features_(lesson.features),
          config_(config_of(lesson)),
          device_(training_place(options_).device()),
          type_(training_place(options_).dtype().toScalarType()),
          examples_(sample_pictures(lesson, 1)) {
        const std::vector<double> weights =
            class_weights(class_pixels(lesson.pairs, classes_), options_.segmenter_balance);
        class_weights_ = torch::tensor(weights, at::kFloat).to(device_);
        torch::manual_seed(static_cast<uint64_t>(options_.seed));
        decoder_ = SegmentationDecoder(config_);
        decoder_->to(device_);
        learning_ = std::make_unique<Parameters>(
            std::vector<Parameters::Network>{{"", decoder_.ptr()}}, type_);
    }

    at::Device device() const override { return device_; }

    std::vector<std::string> terms() const override {
        return {"cross_entropy", "pixel_accuracy", "gradient"};
    }

    StepReport step(const Batch& batch, const StepPlan& plan) override;

    std::map<std::string, at::Tensor> state() const override {
        std::map<std::string, at::Tensor> all;
        for (const auto& [name, tensor] : learning_->state()) {
            all["segmenter/" + name] = tensor;
        }
        const std::string json = segmenter_json(config_);
        const at::Tensor text = at::empty({static_cast<int64_t>(json.size())}, at::kByte);
        std::memcpy(text.mutable_data_ptr(), json.data(), json.size());
        all[kConfig] = text;
        return all;
    }

    void load_state(const std::map<std::string, at::Tensor>& state) override {
        check_features(stored_config(state), *features_);
        std::map<std::string, at::Tensor> own;
        for (const auto& [name, tensor] : state) {
            own[name.substr(name.find('/') + 1)] = tensor;
        }
        learning_->load_state(own);
    }

    void load_weights(const std::map<std::string, at::Tensor>& tensors) override {
        learning_->load_weights(tensors);
    }

    bool has_samples() const override { return !examples_.empty(); }
    void write_sample(const std::filesystem::path& file) const override;

private:
    at::Tensor scores(const Batch& batch);
    void tell_accuracy(const at::Tensor& scores, const at::Tensor& labels, StepReport& report);

    TrainingOptions options_;
    ClassMap classes_;
    std::shared_ptr<const FeatureNetwork> features_;
    SegmenterConfig config_;
    at::Device device_;
    at::ScalarType type_;  // of activations
    std::vector<TrainingPicture> examples_;
    at::Tensor class_weights_;
    SegmentationDecoder decoder_{nullptr};
    std::unique_ptr<Parameters> learning_;
};

/// Logits B,N,H,W float32, at the labels' size.
at::Tensor SegmenterLearner::scores(const Batch& batch) {
    std::vector<at::Tensor> levels;
    {
        const at::NoGradGuard no_grad;
        levels = features_->levels(batch.real);
    }
    return at::upsample_bilinear2d(decoder_->forward(levels).to(at::kFloat),
                                   {batch.labels.size(1), batch.labels.size(2)},
                                   /*align_corners=*/false,
                                   std::nullopt,
                                   std::nullopt);
}

void SegmenterLearner::tell_accuracy(const at::Tensor& scores,
                                     const at::Tensor& labels,
                                     StepReport& report) {
    const at::NoGradGuard no_grad;
    const auto known = static_cast<double>(labels.ge(0).sum().item<int64_t>());
    const auto right = static_cast<double>(scores.argmax(1).eq(labels).sum().item<int64_t>());
    report.terms.emplace_back("pixel_accuracy", known > 0 ? right / known : 0);
}

StepReport SegmenterLearner::step(const Batch& batch, const StepPlan& plan) {
    StepReport report;
    const at::Tensor logits = scores(batch);
    const at::Tensor loss = losses::class_balanced(logits, batch.labels, class_weights_);
    report.terms.emplace_back("cross_entropy", loss.item<double>());
    tell_accuracy(logits, batch.labels, report);
    const auto gradients = torch::autograd::grad({loss}, learning_->working());
    const double norm = learning_->set_gradient(gradients, *plan.processes);
    report.terms.emplace_back("gradient", norm);
    for (const auto& [name, value] : report.terms) {
        report.finite = report.finite && std::isfinite(value);
    }
    share_terms(report, *plan.processes);
    if (report.finite) {
        learning_->step(adam_options(options_, options_.generator_rate * plan.rate, norm));
    }
    return report;
}

/// A row a picture: photo, its labels, what the moving average reads off it.
void SegmenterLearner::write_sample(const std::filesystem::path& file) const {
    const at::NoGradGuard no_grad;
    const UninitialisedParameters to_be_filled{device_};
    SegmentationDecoder decoder(config_);
    fill_parameters(*decoder, learning_->average(), "");
    std::vector<cv::Mat> rows;
    for (const TrainingPicture& example : examples_) {
        std::vector<at::Tensor> levels;
        for (const at::Tensor& level : features_->levels(make_batch({example}).real.to(device_))) {
            levels.push_back(level.to(at::kFloat));
        }
        const cv::Mat& labels = example.labels;
        std::vector<uint16_t> read = likeliest(decoder->forward(levels), labels.rows, labels.cols);
        const cv::Mat found(labels.rows, labels.cols, CV_16U, read.data());
        rows.emplace_back();
        cv::hconcat(
            std::vector<cv::Mat>{
                example.photo, label_colours(labels, classes_), label_colours(found, classes_)},
            rows.back());
    }
    cv::Mat sheet;
    cv::vconcat(rows, sheet);
    write_picture(file, sheet);
}

}  // namespace

std::unique_ptr<Learner> make_segmenter_learner(const Lesson& lesson) {
    return std::make_unique<SegmenterLearner>(lesson);
}

SegmenterConfig stored_config(const std::map<std::string, at::Tensor>& state) {
    const auto found = state.find(kConfig);
    if (found == state.end() || found->second.scalar_type() != at::kByte) {
        throw std::runtime_error(std::string("there is no tensor ") + kConfig);
    }
    const at::Tensor text = found->second.contiguous();
    return parse_segmenter(
        {static_cast<const char*>(text.const_data_ptr()), static_cast<size_t>(text.numel())});
}

}  // namespace tessera
