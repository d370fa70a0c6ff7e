// A training step as one would write it first.
#include "app/benchmark/straightforward_step.h"

#include <torch/nn/module.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/optim/adam.h>
#include <torch/types.h>
#include <torch/utils.h>

#include "model/kernels/reference_scope.h"
#include "model/training/losses.h"

namespace tessera {
namespace {

using losses::Adversarial;

constexpr Adversarial kKind = Adversarial::hinge;

std::vector<at::Tensor> learned(std::initializer_list<const torch::nn::Module*> modules) {
    std::vector<at::Tensor> weights;
    for (const torch::nn::Module* module : modules) {
        for (const at::Tensor& weight : module->parameters()) {
            if (weight.requires_grad()) {
                weights.push_back(weight);
            }
        }
    }
    return weights;
}

std::unique_ptr<torch::optim::Adam> adam(const std::vector<at::Tensor>& weights,
                                         const TrainingOptions& options,
                                         double rate) {
    return std::make_unique<torch::optim::Adam>(
        weights, torch::optim::AdamOptions(rate).betas({options.beta1, options.beta2}));
}

void setLearning(const std::vector<at::Tensor>& weights, bool on) {
    for (const at::Tensor& weight : weights) {
        weight.set_requires_grad(on);
    }
}

at::Tensor sum(const std::vector<at::Tensor>& terms) {
    return at::stack(terms).sum();
}

}  // namespace

StraightforwardTrainer::StraightforwardTrainer(const TrainingOptions& options,
                                               std::shared_ptr<const FeatureNetwork> features)
    : options_(options),
      features_(std::move(features)),
      generator_(options.network),
      encoder_(StyleEncoderOptions{.style = options.network.style, .base = options.style_base}),
      critic_(PatchDiscriminatorOptions{.channels = options.network.classes + 3,
                                        .base = options.critic_base}),
      featureCritic_(FeatureDiscriminatorOptions{.classes = options.network.classes}),
      generatorWeights_(learned({generator_.get(), encoder_.get()})),
      criticWeights_(learned({critic_.get(), featureCritic_.get()})),
      generatorOptimiser_(adam(generatorWeights_, options, options.generator_rate)),
      criticOptimiser_(adam(criticWeights_, options, options.critic_rate)) {
    for (const at::Tensor& weight : generatorWeights_) {
        averages_.push_back(weight.detach().clone());
    }
}

at::Tensor StraightforwardTrainer::generatorLoss(const Batch& batch,
                                                 const at::Tensor& oneHot,
                                                 at::Tensor* image) {
    const StyleDistribution style = encoder_->forward(batch.real);
    LgganInput input;
    input.labels = batch.labels;
    input.z = style.mean + torch::randn_like(style.mean) * (style.log_variance * 0.5).exp();
    input.keep.per_class = input.keep.logits = input.keep.branches = true;
    const LgganOutput drawn = generator_->forward(input);
    std::vector<at::Tensor> ofClasses;  // Eq. 3
    for (int64_t i = 0; i < oneHot.size(1); ++i) {
        ofClasses.push_back(
            losses::l1(drawn.per_class.select(1, i), batch.real * oneHot.narrow(1, i, 1)));
    }
    std::vector<at::Tensor> realLevels;
    {
        const at::NoGradGuard noGrad;
        realLevels = features_->levels(batch.real);
    }
    const std::vector<at::Tensor> fakeLevels = features_->levels(drawn.image);
    const PatchScores fake = critic_->forward(oneHot, drawn.image);
    const PatchScores real = critic_->forward(oneHot, batch.real);
    std::vector<at::Tensor> fooled;
    for (const at::Tensor& score : featureCritic_->forward(
             fakeLevels, class_shares(batch.labels, oneHot.size(1), fakeLevels))) {
        fooled.push_back(losses::fool(score, kKind));
    }
    *image = drawn.image.detach();
    return options_.l1 * losses::l1(drawn.image, batch.real) + options_.class_l1 * sum(ofClasses) +
           options_.global_l1 * losses::l1(drawn.global, batch.real) +
           options_.class_loss * losses::class_discriminative(drawn.logits, batch.labels) +
           options_.style_kl * losses::kl_divergence(style.mean, style.log_variance) +
           options_.perceptual * losses::perceptual(fakeLevels, realLevels) +
           options_.label_critic * losses::fool(fake.score, kKind) +
           options_.feature_matching * losses::feature_matching(fake.features, real.features) +
           options_.feature_critic * sum(fooled);
}

at::Tensor StraightforwardTrainer::criticLoss(const Batch& batch,
                                              const at::Tensor& oneHot,
                                              const at::Tensor& image) {
    std::vector<at::Tensor> realLevels, fakeLevels;
    {
        const at::NoGradGuard noGrad;
        realLevels = features_->levels(batch.real);
        fakeLevels = features_->levels(image);
    }
    featureCritic_->iterate();
    const auto shares = class_shares(batch.labels, oneHot.size(1), realLevels);
    const std::vector<at::Tensor> real = featureCritic_->forward(realLevels, shares);
    const std::vector<at::Tensor> fake = featureCritic_->forward(fakeLevels, shares);
    std::vector<at::Tensor> terms{losses::tell_apart(
        critic_->forward(oneHot, batch.real).score, critic_->forward(oneHot, image).score, kKind)};
    for (size_t i = 0; i < real.size(); ++i) {
        terms.push_back(losses::tell_apart(real[i], fake[i], kKind));
    }
    return sum(terms);
}

void StraightforwardTrainer::learn(torch::optim::Adam& optimiser,
                                   const std::vector<at::Tensor>& weights,
                                   const at::Tensor& loss) {
    optimiser.zero_grad();
    loss.backward();
    torch::nn::utils::clip_grad_norm_(weights, options_.clip);
    optimiser.step();
}

void StraightforwardTrainer::step(const Batch& batch) {
    const kernels::ReferenceScope reference;
    const int64_t n = options_.network.classes;
    const at::Tensor oneHot =
        batch.labels.unsqueeze(1).eq(torch::arange(n, at::kInt).view({1, n, 1, 1})).to(at::kFloat);
    at::Tensor image;
    setLearning(criticWeights_, false);
    learn(*generatorOptimiser_, generatorWeights_, generatorLoss(batch, oneHot, &image));
    {
        const at::NoGradGuard noGrad;
        for (size_t i = 0; i < averages_.size(); ++i) {
            averages_[i].lerp_(generatorWeights_[i], 1 - options_.average);
        }
    }
    setLearning(criticWeights_, true);
    learn(*criticOptimiser_, criticWeights_, criticLoss(batch, oneHot, image));
}

}  // namespace tessera
