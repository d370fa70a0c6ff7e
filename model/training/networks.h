// The networks of a run and their learned weights.
#pragma once

#include <memory>

#include "model/features/feature_network.h"
#include "model/networks/discriminator.h"
#include "model/networks/feature_discriminator.h"
#include "model/networks/lggan.h"
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
    at::ScalarType type;  ///< of activations
    Lggan generator{nullptr};
    StyleEncoder style_encoder{nullptr};
    PatchDiscriminator label_critic{nullptr};
    PatchDiscriminator source_critic{nullptr};
    FeatureDiscriminator feature_critic{nullptr};
    std::shared_ptr<const FeatureNetwork> features;

    std::unique_ptr<Parameters> generating;  ///< generator and style encoder ("style_encoder.")
    std::unique_ptr<Parameters> judging;     ///< "ds.", "di."; null where there are none
    std::unique_ptr<Parameters> judging_features;  ///< "feature_ds."; null where there is none

    /// Everything that a step changes, by name, on the CPU: the three sets' states, with
    /// "generator/", "critics/" and "feature_critic/" before them, and the feature discriminator's
    /// buffers and fixed weights. load_state() throws std::runtime_error that names what is missing
    /// or misshapen.
    std::map<std::string, at::Tensor> state() const;
    void load_state(const std::map<std::string, at::Tensor>& state);

    /// Starts from given weights, by the names of a model file and of a file of discriminators
    /// ("ds.", "di.", "feature_ds."). Networks of which the tensors have nothing keep their random
    /// weights.
    void load_weights(const std::map<std::string, at::Tensor>& tensors);
};

/// Where a run computes and the type that its activations have: as the options say, or the best
/// there is. Of several processes on a machine each takes a GPU of its own (LOCAL_RANK, as torchrun
/// sets it). Throws std::runtime_error where a GPU is asked for and absent.
at::TensorOptions training_place(const TrainingOptions& options);

}  // namespace tessera
