// The networks of a run and their learned weights.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/features/feature_network.h"
#include "model/networks/discriminator.h"
#include "model/networks/feature_discriminator.h"
#include "model/networks/lggan.h"
#include "model/networks/published/sean.h"
#include "model/networks/style_encoder.h"
#include "model/training/options.h"
#include "model/training/parameters.h"

namespace tessera {

/// Generator, style encoder and discriminators as the options have them; those whose weight is zero
/// are null.
struct TrainingNetworks {
    /// Weights are drawn from the options' seed, the same on every device. `features` may be null
    /// where neither the perceptual loss nor the feature discriminator has a weight.
    TrainingNetworks(const TrainingOptions& options,
                     std::shared_ptr<const FeatureNetwork> features);

    at::Device device;
    at::ScalarType type;       ///< of activations
    int64_t classes;           ///< of the labels
    Lggan generator{nullptr};  ///< it or SEAN, as the options say
    Sean sean{nullptr};
    StyleEncoder style_encoder{nullptr};
    PatchDiscriminator label_critic{nullptr};
    PatchDiscriminator source_critic{nullptr};
    FeatureDiscriminator feature_critic{nullptr};
    std::shared_ptr<const FeatureNetwork> features;

    std::unique_ptr<Parameters> generating;  ///< generator and style encoder ("style_encoder.")
    std::unique_ptr<Parameters> judging;     ///< "ds.", "di."; null where there are none
    std::unique_ptr<Parameters> judging_features;  ///< "feature_ds."; null where there is none

    /// Everything that a step changes, by name, on the CPU: the three sets' states, with
    /// "generator/", "critics/" and "feature_critic/" before them, and what no optimiser touches:
    /// SEAN's statistics, the feature discriminator's buffers and fixed weights ("fixed/").
    /// load_state() throws std::runtime_error that names what is missing or misshapen.
    std::map<std::string, at::Tensor> state() const;
    void load_state(const std::map<std::string, at::Tensor>& state);

    /// What draws: the moving average of its weights, and statistics, by the names of a model file.
    std::map<std::string, at::Tensor> drawing_weights() const;

    /// Starts from given weights, by the names of a model file and of a file of discriminators
    /// ("ds.", "di.", "feature_ds."). Networks of which the tensors have nothing keep their random
    /// weights.
    void load_weights(const std::map<std::string, at::Tensor>& tensors);

private:
    void make_generator(const TrainingOptions& options);
    void make_critics(const TrainingOptions& options);
};

/// What of a module no optimiser touches, by name: statistics, other buffers, and parameters
/// without gradient. A batch norm's count of steps, which nobody uses, is left out.
std::map<std::string, at::Tensor> fixed_tensors(const torch::nn::Module& module);

/// Where a run computes and the type that its activations have: as the options say, or the best
/// there is. Of several processes on a machine each takes a GPU of its own (LOCAL_RANK, as torchrun
/// sets it). Throws std::runtime_error where a GPU is asked for and absent.
at::TensorOptions training_place(const TrainingOptions& options);

}  // namespace tessera
