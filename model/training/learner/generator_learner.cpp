// A generator with its style encoder and discriminators.
#include <ATen/ATen.h>
#include <torch/utils.h>

#include <stdexcept>

#include "model/networks/published/published_network.h"
#include "model/training/learner/learner.h"
#include "model/training/learner/samples.h"
#include "model/training/networks.h"

namespace tessera {
namespace {

using Weights = std::map<std::string, at::Tensor>;

SampleSheet::Draw draw_with_lggan(const TrainingOptions& options,
                                  const Weights& weights,
                                  at::Device device) {
    const UninitialisedParameters to_be_filled{device};
    Lggan generator(options.network);
    fill_parameters(*generator, weights, "");
    generator->freeze();
    StyleEncoder encoder{nullptr};
    if (options.network.style > 0) {
        encoder = StyleEncoder(
            StyleEncoderOptions{.style = options.network.style, .base = options.style_base});
        fill_parameters(*encoder, weights, "style_encoder.");
    }
    return [generator, encoder](const Batch& batch) mutable {
        LgganInput input;
        input.labels = batch.labels;
        input.image = batch.source;
        std::vector<at::Tensor> drawn{generator->forward(input).image};
        if (encoder) {
            input.z = encoder->forward(batch.real).mean;
            drawn.push_back(generator->forward(input).image);
        }
        return drawn;
    };
}

SampleSheet::Draw draw_with_sean(const TrainingOptions& options,
                                 const Weights& weights,
                                 at::Device device) {
    const UninitialisedParameters to_be_filled{device};
    const std::shared_ptr<PublishedNetwork> sean = make_published(options.sean);
    fill_parameters(sean->module(), weights, "");
    sean->module().to(device);
    sean->module().eval();
    return [sean](const Batch& batch) {
        PublishedInput input;
        input.labels = batch.labels;
        std::vector<at::Tensor> drawn{sean->draw(input).image};
        input.style = sean->style_of(batch.real, batch.labels);
        drawn.push_back(sean->draw(input).image);
        return drawn;
    };
}

class GeneratorLearner : public Learner {
public:
    explicit GeneratorLearner(const Lesson& lesson)
        : options_(lesson.options),
          nets_(options_, lesson.features),
          samples_(sample_pictures(lesson, options_.stride()), lesson.classes, nets_.device) {}

    at::Device device() const override { return nets_.device; }
    std::vector<std::string> terms() const override { return step_terms(); }

    StepReport step(const Batch& batch, const StepPlan& plan) override {
        return training_step(nets_, options_, batch, plan);
    }

    std::map<std::string, at::Tensor> state() const override { return nets_.state(); }

    void load_state(const std::map<std::string, at::Tensor>& state) override {
        nets_.load_state(state);
    }

    void load_weights(const std::map<std::string, at::Tensor>& tensors) override {
        nets_.load_weights(tensors);
    }

    bool has_samples() const override { return !samples_.empty(); }

    void write_sample(const std::filesystem::path& file) const override {
        const at::NoGradGuard no_grad;
        const auto draw = nets_.sean ? draw_with_sean : draw_with_lggan;
        samples_.write(file, draw(options_, nets_.drawing_weights(), nets_.device));
    }

private:
    TrainingOptions options_;
    TrainingNetworks nets_;
    SampleSheet samples_;
};

}  // namespace

std::unique_ptr<Learner> make_generator_learner(const Lesson& lesson) {
    return std::make_unique<GeneratorLearner>(lesson);
}

}  // namespace tessera
