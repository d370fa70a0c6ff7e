// Every term of the reference's training step, and the gradients of its generator and
// discriminators.
#include "model/training/losses.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include "model/networks/discriminator.h"
#include "model/networks/lggan.h"
#include "model/networks/style_encoder.h"
#include "tests/model/check.h"
#include "tests/model/fixture.h"

using namespace tessera;
using tessera::losses::Adversarial;
using tessera::test::fixture;
using tessera::test::Fixture;

namespace {

constexpr double kTerm = 1e-4;
constexpr double kGradient = 1e-3;
constexpr double kZero = 1e-12;     // the largest of a gradient that is zero by its nature
constexpr double kRounding = 1e-6;  // and what single precision makes of it

/// The networks and inputs of the fixture.
struct Step {
    Fixture expected = fixture("training-step");
    Lggan generator{config()};
    PatchDiscriminator label_critic{PatchDiscriminatorOptions{.channels = 8, .base = 8}};
    PatchDiscriminator source_critic{PatchDiscriminatorOptions{.channels = 6, .base = 8}};
    at::Tensor labels, one_hot;

    Step() {
        expected.load(*generator, "param.g.");
        expected.load(*label_critic, "param.ds.");
        expected.load(*source_critic, "param.di.");
        labels = expected["input.label"].to(at::kInt);
        one_hot =
            labels.unsqueeze(1).eq(torch::arange(5, at::kInt).view({1, 5, 1, 1})).to(at::kFloat);
    }

    static LgganConfig config() {
        LgganConfig config;
        config.classes = 5;
        config.image_channels = 3;
        config.base = 8;
        config.cap = 32;
        config.blocks = 1;
        config.sau_compressed = 8;
        config.combine = "conv";
        return config;
    }

    at::Tensor real() const { return expected["input.real"]; }
    at::Tensor source() const { return expected["input.source"]; }

    LgganOutput draw() {
        LgganInput input;
        input.labels = labels;
        input.image = source();
        input.real = real();
        input.keep.logits = true;
        return generator->forward(input);
    }

    void expect_term(const at::Tensor& actual, const std::string& name) const {
        EXPECT_CLOSE(actual, expected["output." + name], kTerm);
    }

    void expect_gradients(const torch::nn::Module& module, const std::string& prefix) const {
        for (const auto& parameter : module.named_parameters()) {
            const at::Tensor& wanted = expected["grad." + prefix + parameter.key()];
            const at::Tensor& actual = parameter.value().grad();
            // A bias before a norm changes nothing: its gradient is zero but for rounding, which
            // the reference has in double precision and a step has in single.
            if (wanted.abs().max().item<double>() < kZero) {
                EXPECT(actual.abs().max().item<double>() < kRounding);
            } else {
                EXPECT_CLOSE(actual, wanted, kGradient);
            }
        }
    }
};

}  // namespace

TEST(ProducesTheReferencesGeneratorStep) {
    Step step;
    const LgganOutput drawn = step.draw();
    const PatchScores real_s = step.label_critic->forward(step.one_hot, step.real());
    const PatchScores fake_s = step.label_critic->forward(step.one_hot, drawn.image);
    const PatchScores real_i = step.source_critic->forward(step.source(), step.real());
    const PatchScores fake_i = step.source_critic->forward(step.source(), drawn.image);

    const auto fool = [&](Adversarial kind) {
        return losses::fool(fake_s.score, kind) + losses::fool(fake_i.score, kind);
    };
    const at::Tensor matching = (losses::feature_matching(fake_s.features, real_s.features) +
                                 losses::feature_matching(fake_i.features, real_i.features)) /
                                2;
    const at::Tensor l1 = losses::l1(drawn.image, step.real());
    const at::Tensor classes = losses::class_discriminative(drawn.logits, step.labels);
    step.expect_term(drawn.masked_l1, "local_l1");
    step.expect_term(classes, "class_ce");
    step.expect_term(l1, "l1");
    step.expect_term(fool(Adversarial::lsgan), "adversarial_lsgan");
    step.expect_term(fool(Adversarial::hinge), "adversarial_hinge");
    step.expect_term(matching, "feature_matching");
    const at::Tensor total = drawn.masked_l1 + classes + l1 + fool(Adversarial::lsgan) + matching;
    step.expect_term(total, "total");
    total.backward();
    step.expect_gradients(*step.generator, "g.");
}

TEST(ProducesTheReferencesDiscriminatorStep) {
    Step step;
    const at::Tensor fake = step.draw().image.detach();
    const auto both = [&](Adversarial kind) {
        return losses::tell_apart(step.label_critic->forward(step.one_hot, step.real()).score,
                                  step.label_critic->forward(step.one_hot, fake).score,
                                  kind) +
               losses::tell_apart(step.source_critic->forward(step.source(), step.real()).score,
                                  step.source_critic->forward(step.source(), fake).score,
                                  kind);
    };
    step.expect_term(both(Adversarial::hinge), "discriminator_hinge");
    const at::Tensor total = both(Adversarial::lsgan);
    step.expect_term(total, "discriminator_lsgan");
    total.backward();
    step.expect_gradients(*step.label_critic, "ds.");
    step.expect_gradients(*step.source_critic, "di.");
}

TEST(ProducesTheReferencesStyleDivergence) {
    const Fixture expected = fixture("training-step");
    StyleEncoder encoder(StyleEncoderOptions{.style = 8, .base = 8});
    expected.load(*encoder, "param.e.");
    const StyleDistribution style = encoder->forward(expected["input.real"]);
    EXPECT_CLOSE(
        losses::kl_divergence(style.mean, style.log_variance), expected["output.kl"], kTerm);
}

TEST(ProducesTheReferencesUpsamplingGradients) {
    const Fixture expected = fixture("upsample-sau");
    Upsample upsample(UpsampleOptions{.channels = 32, .kind = "sau", .sau_compressed = 16});
    expected.load(*upsample);
    const at::Tensor x = expected["input.x"].clone().requires_grad_();
    upsample->forward(x).square().mean().backward();
    EXPECT_CLOSE(x.grad(), expected["grad.input.x"], kGradient);
    for (const auto& parameter : upsample->named_parameters()) {
        EXPECT_CLOSE(
            parameter.value().grad(), expected["grad.param." + parameter.key()], kGradient);
    }
}

TEST(PerceptualTakesTheRealFeaturesAsTheUnit) {
    const at::Tensor real = torch::tensor({3.F, -4.F}).view({1, 2, 1, 1});
    const at::Tensor fake = (real * 2).requires_grad_();
    const at::Tensor distance = losses::perceptual({fake, fake}, {real, real});
    EXPECT_CLOSE(distance, torch::tensor(3.5 / std::sqrt(12.5), at::kFloat), 1e-6);
    EXPECT_CLOSE(losses::perceptual({fake * 10}, {real * 10}), distance, 1e-6);
}

TEST(TotalVariationCountsNeighbours) {
    const at::Tensor stripes = torch::arange(4.F).view({1, 1, 1, 4}).expand({1, 1, 3, 4});
    EXPECT_CLOSE(losses::total_variation(stripes), torch::tensor(1.F), 1e-6);
}
