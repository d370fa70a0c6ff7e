// Every loss term of one training step: generator, both discriminators, style encoder.
#include <torch/types.h>
#include <torch/utils.h>

#include "model/networks/discriminator.h"
#include "model/networks/lggan.h"
#include "model/networks/style_encoder.h"
#include "tests/model/check.h"
#include "tests/model/fixture.h"

using namespace tessera;
using tessera::test::fixture;

namespace {

/// Eq. 3: sum over classes of the mean absolute error against the masked real image.
at::Tensor masked_l1(const at::Tensor& per_class, const at::Tensor& real, const at::Tensor& masks) {
    return (real.unsqueeze(1) * masks.unsqueeze(2) - per_class).abs().mean({0, 2, 3, 4}).sum();
}

/// Eq. 6: cross entropy of class i's pooled feature against i; absent classes do not count.
at::Tensor class_discriminative(const at::Tensor& logits, const at::Tensor& masks) {
    const at::Tensor present = masks.flatten(2).sum(-1).gt(0);
    const at::Tensor own = logits.log_softmax(-1).diagonal(0, 1, 2);  // B,N
    return -(own * present).sum() / present.sum().clamp_min(1);
}

at::Tensor lsgan(const at::Tensor& score, double target) {
    return (score - target).square().mean();
}

}  // namespace

TEST(ProducesTheReferencesLossTerms) {
    const at::NoGradGuard no_grad;
    const auto expected = fixture("training-step");
    LgganConfig config;
    config.classes = 5;
    config.image_channels = 3;
    config.base = 8;
    config.cap = 32;
    config.blocks = 1;
    config.sau_compressed = 8;
    config.combine = "conv";
    Lggan generator(config);
    expected.load(*generator, "param.g.");
    PatchDiscriminator label_critic(PatchDiscriminatorOptions{.channels = 8, .base = 8});
    expected.load(*label_critic, "param.ds.");
    PatchDiscriminator source_critic(PatchDiscriminatorOptions{.channels = 6, .base = 8});
    expected.load(*source_critic, "param.di.");

    const at::Tensor label = expected["input.label"].to(at::kInt);
    const at::Tensor source = expected["input.source"], real = expected["input.real"];
    const at::Tensor masks =
        label.unsqueeze(1).eq(torch::arange(5, at::kInt).view({1, 5, 1, 1})).to(at::kFloat);
    LgganInput input;
    input.labels = label;
    input.image = source;
    input.keep.per_class = input.keep.logits = true;
    const LgganOutput drawn = generator->forward(input);

    const PatchScores real_s = label_critic->forward(masks, real);
    const PatchScores fake_s = label_critic->forward(masks, drawn.image);
    const PatchScores real_i = source_critic->forward(source, real);
    const PatchScores fake_i = source_critic->forward(source, drawn.image);
    EXPECT_CLOSE(real_s.score, expected["output.ds_real"], 1e-4);
    EXPECT_CLOSE(fake_s.score, expected["output.ds_fake"], 1e-4);
    EXPECT_CLOSE(fake_i.score, expected["output.di_fake"], 1e-4);

    const at::Tensor local_l1 = masked_l1(drawn.per_class, real, masks);
    const at::Tensor class_ce = class_discriminative(drawn.logits, masks);
    const at::Tensor l1 = (drawn.image - real).abs().mean();
    const at::Tensor adversarial = lsgan(fake_s.score, 1) + lsgan(fake_i.score, 1);
    at::Tensor matching = torch::zeros({});
    for (size_t i = 0; i < real_s.features.size(); ++i) {
        matching = matching + (fake_s.features[i] - real_s.features[i]).abs().mean() +
                   (fake_i.features[i] - real_i.features[i]).abs().mean();
    }
    matching = matching / static_cast<double>(2 * real_s.features.size());
    EXPECT_CLOSE(local_l1, expected["output.local_l1"], 1e-4);
    EXPECT_CLOSE(class_ce, expected["output.class_ce"], 1e-4);
    EXPECT_CLOSE(l1, expected["output.l1"], 1e-4);
    EXPECT_CLOSE(adversarial, expected["output.adversarial_lsgan"], 1e-4);
    EXPECT_CLOSE(
        -(fake_s.score.mean() + fake_i.score.mean()), expected["output.adversarial_hinge"], 1e-4);
    EXPECT_CLOSE(matching, expected["output.feature_matching"], 1e-4);
    EXPECT_CLOSE(local_l1 + class_ce + l1 + adversarial + matching, expected["output.total"], 1e-4);

    EXPECT_CLOSE((lsgan(real_s.score, 1) + lsgan(fake_s.score, 0) + lsgan(real_i.score, 1) +
                  lsgan(fake_i.score, 0)) /
                     2,
                 expected["output.discriminator_lsgan"],
                 1e-4);
    const auto hinge = [](const PatchScores& r, const PatchScores& f) {
        return ((1 - r.score).relu().mean() + (1 + f.score).relu().mean()) / 2;
    };
    EXPECT_CLOSE(hinge(real_s, fake_s) + hinge(real_i, fake_i),
                 expected["output.discriminator_hinge"],
                 1e-4);
}

TEST(ProducesTheReferencesStyle) {
    const at::NoGradGuard no_grad;
    const auto expected = fixture("training-step");
    StyleEncoder encoder(StyleEncoderOptions{.style = 8, .base = 8});
    expected.load(*encoder, "param.e.");
    const StyleDistribution style = encoder->forward(expected["input.real"]);
    EXPECT_CLOSE(style.mean, expected["output.style_mean"], 1e-4);
    EXPECT_CLOSE(style.log_variance, expected["output.style_logvar"], 1e-4);
    const at::Tensor kl =
        -0.5 * (1 + style.log_variance - style.mean.square() - style.log_variance.exp()).sum();
    EXPECT_CLOSE(kl, expected["output.kl"], 1e-4);
}

TEST(AFlatPictureHasAFiniteStyleGradient) {
    StyleEncoder encoder(StyleEncoderOptions{.style = 4, .base = 8});
    const at::Tensor flat = torch::zeros({1, 3, 32, 32}).requires_grad_();
    encoder->forward(flat).mean.sum().backward();
    EXPECT(flat.grad().isfinite().all().item<bool>());
}
