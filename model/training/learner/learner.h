// What a run teaches, and all that the trainer needs to know of it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/data/classes.h"
#include "model/data/dataset.h"
#include "model/data/picture.h"
#include "model/features/feature_network.h"
#include "model/training/run_folder.h"
#include "model/training/step.h"

namespace tessera {

/// Networks that learn from batches, the first of which is step 0's.
class Learner {
public:
    virtual ~Learner() = default;

    /// Where batches have to be.
    virtual at::Device device() const = 0;

    /// The names of what a step tells, in their order.
    virtual std::vector<std::string> terms() const = 0;

    /// Runs over a batch and updates weights, unless something is not finite.
    virtual StepReport step(const Batch& batch, const StepPlan& plan) = 0;

    /// Everything that a step changes, by name, on the CPU. load_state() throws std::runtime_error
    /// that names what is missing or misshapen.
    virtual std::map<std::string, at::Tensor> state() const = 0;
    virtual void load_state(const std::map<std::string, at::Tensor>& state) = 0;

    /// Starts from given weights, by the names of a model file.
    virtual void load_weights(const std::map<std::string, at::Tensor>& tensors) = 0;

    /// Whether there is anything to draw a sample of; a PNG of it.
    virtual bool has_samples() const = 0;
    virtual void write_sample(const std::filesystem::path& file) const = 0;
};

/// What a learner is made of.
struct Lesson {
    const TrainingOptions& options;
    const TrainingData& data;
    const ClassMap& classes;
    const std::vector<Pair>& pairs;                  ///< to learn from
    std::shared_ptr<const FeatureNetwork> features;  ///< the frozen network; null where none is
                                                     ///< looked through
};

/// The networks that the options ask for. Throws std::runtime_error in a line.
std::unique_ptr<Learner> make_learner(const Lesson& lesson);

std::unique_ptr<Learner> make_generator_learner(const Lesson& lesson);

/// The first readable held-out pictures, or training ones where none is held out, as many as the
/// options say: the squares in the middle, their sides a multiple of `stride` pixels.
std::vector<TrainingPicture> sample_pictures(const Lesson& lesson, int64_t stride);

}  // namespace tessera
