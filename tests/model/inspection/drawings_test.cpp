// Who drew what, and features, against the equations and against a reference with less in it.
#include "model/inspection/drawings.h"

#include <torch/types.h>

#include "model/inspection/features.h"
#include "model/networks/lggan.h"
#include "tests/model/check.h"
#include "tests/model/inspection/small_insides.h"

namespace tessera {
namespace {

using test::insides_of;
using test::tensor_of;

at::Tensor branch(const Insides& insides, const char* name) {
    return tensor_of(insides.array(name, Part::branches));
}

/// The labels' pixels of a class: H,W.
at::Tensor mask_of(const Insides& insides, uint16_t channel) {
    const std::vector<int64_t> labels(insides.request.labels.begin(), insides.request.labels.end());
    return torch::tensor(labels).view({insides.height(), insides.width()}).eq(channel);
}

/// The same generator whose class draws zero everywhere: tanh(0 * f + 0).
std::shared_ptr<const Engine> silenced(const LgganConfig& config, int64_t channel) {
    const auto engine = test::small_engine(config);
    const auto generator = engine->generator();
    at::Tensor(generator->local->weight[channel]).zero_();
    at::Tensor(generator->local->bias[channel]).zero_();
    return engine;
}

TEST(MutingIsEq4And8WithThatOutputZero) {
    const auto insides = insides_of(test::tiny_config(), 32);
    at::Tensor outputs = tensor_of(insides->array("per_class", Part::class_outputs));
    outputs[1].zero_();
    const at::Tensor weights = tensor_of(insides->array("weights", Part::weights));
    const at::Tensor expected = weights[0] * outputs.sum(0) +
                                weights[1] * tensor_of(insides->array("global", Part::branches));
    const Planes muted = without_classes(*insides, {1, 1});
    EXPECT_CLOSE(torch::tensor(muted).view_as(expected), expected, 1e-4);
}

TEST(MutingIsTheNetworkWithThatOutputZero) {
    for (const char* fuse : {"weights", "average"}) {
        LgganConfig config = test::tiny_config();
        config.fuse = fuse;
        const auto whole = insides_of(test::small_engine(config), 32, 27);
        const auto muted = insides_of(silenced(config, 1), 32, 27);
        const at::Tensor expected = tensor_of(muted->array("image", Part::branches));
        const at::Tensor image = tensor_of(whole->array("image", Part::branches));
        EXPECT(image.sub(expected).abs().max().item<float>() > 0.01f);
        EXPECT_CLOSE(tensor_of(without_classes(*whole, {1}), {3, 32, 27}), expected, 1e-4);
        EXPECT_CLOSE(tensor_of(without_classes(*whole, {}), {3, 32, 27}), image, 1e-4);
    }
}

TEST(MutingSaysWhatTheModelHasNot) {
    LgganConfig config = test::tiny_config();
    config.local = false;
    EXPECT_THROWS(without_classes(*insides_of(config, 32), {1}), "no local branch");
    config.local = true;
    config.combine = "conv";
    EXPECT_THROWS(without_classes(*insides_of(config, 32), {1}), "by a convolution");
}

TEST(AblationsAreStepsOfTheTable) {
    const auto insides = insides_of(test::tiny_config(), 32);
    const at::Tensor global = branch(*insides, "global"), local = branch(*insides, "local");
    const Ablations all = ablations(*insides);
    EXPECT_CLOSE(tensor_of(all.global_only, {3, 32, 32}), global, 0);
    EXPECT_CLOSE(tensor_of(all.added, {3, 32, 32}), global + local, 1e-6);
    EXPECT_CLOSE(tensor_of(all.averaged, {3, 32, 32}), (global + local) / 2, 1e-6);
    EXPECT_CLOSE(tensor_of(all.full, {3, 32, 32}), branch(*insides, "image"), 1e-5);
    const at::Tensor apart =
        ((global + 1) / 2).clamp(0, 1).sub(((global + local + 1) / 2).clamp(0, 1)).abs().mean(0);
    EXPECT_CLOSE(tensor_of(difference(all.global_only, all.added), {32, 32}), apart, 1e-5);
}

TEST(WeightSumsAreMeansOfTheMap) {
    const auto insides = insides_of(test::tiny_config(), 32);
    const at::Tensor local = tensor_of(insides->array("weights", Part::weights))[0];
    const WeightSums sums = weight_sums(*insides);
    EXPECT_CLOSE(torch::tensor(sums.mean, at::kDouble), local.mean().to(at::kDouble), 1e-6);
    for (uint16_t channel = 0; channel < 3; ++channel) {
        EXPECT_CLOSE(torch::tensor(sums.of_class[channel], at::kDouble),
                     local.masked_select(mask_of(*insides, channel)).mean().to(at::kDouble),
                     1e-6);
    }
    EXPECT_CLOSE(
        torch::tensor(sums.histogram).to(at::kFloat), at::histc(local, WeightSums::kBins, 0, 1), 0);
}

TEST(SeparationIsFishersRatioAndTheChanceOfRankingAbove) {
    const auto insides = insides_of(test::tiny_config(), 32);
    const at::Tensor features = tensor_of(insides->array("features", Part::features));
    const at::Tensor own = mask_of(*insides, 2);
    const std::vector<Separation> ranking = separations(*insides, 2);
    EXPECT(ranking.size() == 8);
    for (size_t i = 0; i < ranking.size(); ++i) {
        const at::Tensor map = features[ranking[i].channel];
        const at::Tensor in = map.masked_select(own), out = map.masked_select(own.logical_not());
        const at::Tensor fisher =
            (in.mean() - out.mean()).square() / (in.var(false) + out.var(false));
        const at::Tensor above =
            in.unsqueeze(1).gt(out).to(at::kFloat) + in.unsqueeze(1).eq(out).to(at::kFloat) / 2;
        EXPECT_CLOSE(torch::tensor(ranking[i].fisher), fisher, 1e-3);
        EXPECT_CLOSE(torch::tensor(ranking[i].auc), above.mean(), 5e-3);  // of bins
        EXPECT(i == 0 || ranking[i - 1].fisher >= ranking[i].fisher);
    }
    EXPECT_CLOSE(tensor_of(class_feature(*insides, 2, 3), {32, 32}), features[3] * own, 0);
    EXPECT_THROWS(class_feature(*insides, 2, 8), "the features have 8");
}

}  // namespace
}  // namespace tessera
