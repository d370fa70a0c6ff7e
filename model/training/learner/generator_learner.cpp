// A generator with its style encoder and discriminators.
#include <stdexcept>

#include "model/training/learner/learner.h"
#include "model/training/learner/samples.h"
#include "model/training/networks.h"

namespace tessera {
namespace {

class GeneratorLearner : public Learner {
public:
    explicit GeneratorLearner(const Lesson& lesson)
        : options_(lesson.options),
          nets_(options_, lesson.features),
          samples_(sample_pictures(lesson, options_.network.stride()),
                   lesson.classes,
                   options_.network,
                   nets_.device) {}

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
        samples_.write(file, nets_.generating->average(), options_.style_base);
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
