// The peer of a training step: the same losses on LibTorch's own operators, written as the
// equations read.
#pragma once

#include <torch/optim/adam.h>

#include "model/training/step.h"

namespace tessera {

/// Generator, then discriminators; float32, LibTorch's Adam, every operator by its reference.
class StraightforwardTrainer {
public:
    StraightforwardTrainer(const TrainingOptions& options,
                           std::shared_ptr<const FeatureNetwork> features);

    void step(const Batch& batch);

private:
    at::Tensor generatorLoss(const Batch& batch, const at::Tensor& oneHot, at::Tensor* image);
    at::Tensor criticLoss(const Batch& batch, const at::Tensor& oneHot, const at::Tensor& image);
    void learn(torch::optim::Adam& optimiser,
               const std::vector<at::Tensor>& weights,
               const at::Tensor& loss);

    TrainingOptions options_;
    std::shared_ptr<const FeatureNetwork> features_;
    Lggan generator_;
    StyleEncoder encoder_;
    PatchDiscriminator critic_;
    FeatureDiscriminator featureCritic_;
    std::vector<at::Tensor> generatorWeights_, criticWeights_, averages_;
    std::unique_ptr<torch::optim::Adam> generatorOptimiser_, criticOptimiser_;
};

}  // namespace tessera
