// What a classifier says of sets of pictures, against plain computations of the published
// definitions (packaging/features/expected_figures.py), and what the figures are called.
#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "model/metrics/distributions.h"
#include "model/metrics/measures.h"
#include "tests/model/check.h"
#include "tests/model/made_up.h"

using namespace tessera;
using namespace tessera::test;
using metrics::classifier_figures;

namespace {

at::Tensor fake_logits() {
    return made_up({20, 7}, 31) * 3;
}

at::Tensor real_logits() {
    return made_up({20, 7}, 32) * 3;
}

bool close(double actual, double expected) {
    return std::abs(actual - expected) < 1e-5 * std::abs(expected);
}

/// Two pictures seen by a network of so many classes.
metrics::Seen seen_by(int64_t classes) {
    metrics::Seen seen;
    for (int i = 0; i < 2; ++i) {
        seen.fake_logits.push_back(made_up({1, classes}, i));
        seen.real_logits.push_back(made_up({1, classes}, i + 2));
        seen.fake_features.push_back(made_up({1, 4}, i));
        seen.real_features.push_back(made_up({1, 4}, i + 2));
    }
    return seen;
}

/// What the figure of a key is called.
std::string title(const std::string& key, const std::string& network, int64_t classes) {
    for (const EvaluationFigure& figure : classifier_figures(seen_by(classes), network)) {
        if (figure.key == key) {
            return figure.name + " by " + figure.network;
        }
    }
    return "none";
}

}  // namespace

TEST(InceptionScoresOfAllClassesAndOfTheLikeliest) {
    EXPECT(close(metrics::inception_score(fake_logits()), 1.90674837));
    EXPECT(close(metrics::inception_score(fake_logits(), 1), 2.47433133));
    EXPECT(close(metrics::inception_score(fake_logits(), 5), 2.05628731));
    EXPECT(metrics::inception_score(fake_logits(), 7) == metrics::inception_score(fake_logits()));
}

TEST(AgreementCountsFirstAndFirstFive) {
    const metrics::Agreement found = metrics::agreement(fake_logits(), real_logits());
    EXPECT(close(found.top1, 0.15) && close(found.top5, 0.8));
    EXPECT(found.confident == 9);
    EXPECT(close(found.confident_top1, 2.0 / 9) && close(found.confident_top5, 8.0 / 9));
    const metrics::Agreement unsure =
        metrics::agreement(torch::zeros({2, 3}), torch::zeros({2, 3}));
    EXPECT(unsure.confident == 0 && unsure.confident_top1 == 0 && unsure.top5 == 1);
}

TEST(KlScoreIsTheCrossViewPapers) {
    const metrics::KlScore kl = metrics::kl_score(fake_logits(), real_logits());
    EXPECT(close(kl.score, 5.30542615) && close(kl.deviation, 1.01755951));
    const metrics::KlScore same = metrics::kl_score(real_logits(), real_logits());
    EXPECT(close(same.score, 1) && same.deviation < 1e-9);
}

TEST(FrechetDistanceInTheWholeSpaceIsFids) {
    const at::Tensor x = made_up({30, 8}, 41), y = made_up({30, 8}, 42) * 0.7 + 0.1;
    EXPECT(close(metrics::frechet_distance(x, y, /*axes=*/0), 0.568624421));
}

TEST(OnlyThePapersNetworksGetThePapersNames) {
    EXPECT(title("classifier_frechet", "inception-v3", 1008) ==
           "FID by inception-v3, 1008 classes");
    EXPECT(title("classifier_frechet", "alexnet", 365) ==
           "Fréchet distance, all axes by alexnet, 365 classes");
    const std::string top5 = "classifier_inception_score_top5";
    EXPECT(title(top5, "alexnet", 365) == "Inception score, top 5 by alexnet, 365 classes");
    EXPECT(title(top5, "alexnet", 1000) == "Inception-style score, top 5 by alexnet, 1000 classes");
    EXPECT(title(top5, "A (TorchScript, 365 classes)", 365) ==
           "Inception-style score, top 5 by A (TorchScript, 365 classes)");
}

TEST(WithoutFeaturesThereIsNoFrechetDistance) {
    metrics::Seen seen = seen_by(7);
    seen.fake_features.clear();
    const auto figures = classifier_figures(seen, "alexnet");
    EXPECT(std::none_of(figures.begin(), figures.end(), [](const EvaluationFigure& figure) {
        return figure.key == "classifier_frechet";
    }));
}
