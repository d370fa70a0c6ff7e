// A step: what it learns, what it tells, and that two halves of a batch make the whole.
#include "model/training/step.h"

#include <torch/types.h>

#include <cmath>
#include <limits>

#include "tests/model/check.h"
#include "tests/model/fixture.h"
#include "tests/model/places.h"
#include "tests/model/training/small_run.h"

using namespace tessera;
using namespace tessera::test;

namespace {

std::shared_ptr<const FeatureNetwork> feature_network() {
    return FeatureNetwork::open(resources().features);
}

TrainingOptions options_with_source() {
    TrainingOptions options = small_options(/*features=*/true);
    options.network.classes = 3;
    options.network.image_channels = 3;
    return options;
}

Batch random_batch(int64_t count) {
    torch::manual_seed(5);
    Batch batch;
    batch.real = torch::rand({count, 3, 32, 32}) * 2 - 1;
    batch.source = torch::rand({count, 3, 32, 32}) * 2 - 1;
    batch.labels = torch::randint(-1, 3, {count, 4, 4}, at::kInt)
                       .repeat_interleave(8, 1)
                       .repeat_interleave(8, 2);
    return batch;
}

Batch part(const Batch& batch, int64_t from, int64_t count) {
    return {batch.real.narrow(0, from, count),
            batch.labels.narrow(0, from, count),
            batch.source.narrow(0, from, count)};
}

double term(const StepReport& report, const std::string& name) {
    for (const auto& [key, value] : report.terms) {
        if (key == name) {
            return value;
        }
    }
    return -1;
}

}  // namespace

TEST(AStepTellsEveryTermInOrder) {
    const TrainingOptions options = options_with_source();
    TrainingNetworks networks(options, feature_network());
    const StepReport report = training_step(networks, options, random_batch(2), {});
    std::vector<std::string> names;
    for (const auto& entry : report.terms) {
        names.push_back(entry.first);
    }
    EXPECT(names == step_terms());
    EXPECT(report.finite && report.seconds.generator > 0 && report.seconds.features > 0);
}

TEST(StepsMakeTheErrorSmaller) {
    TrainingOptions options = options_with_source();
    options.generator_rate = 2e-3;
    options.average = 0;
    TrainingNetworks networks(options, feature_network());
    Batch batch = random_batch(2);
    batch.real.fill_(0.8);
    const double before = term(training_step(networks, options, batch, {}), "l1");
    for (int64_t i = 1; i < 30; ++i) {
        training_step(networks, options, batch, {i, 1, 0, Processes::alone()});
    }
    EXPECT(term(training_step(networks, options, batch, {30, 1, 0, Processes::alone()}), "l1") <
           before * 0.9);
}

TEST(TwoHalvesOfABatchMakeTheGradientsOfTheWhole) {
    TrainingOptions options = options_with_source();
    options.clip = 0;
    const Batch batch = random_batch(2);
    const auto gradients = [&](const Batch& own, int64_t first) {
        TrainingNetworks networks(options, feature_network());
        training_step(networks, options, own, {0, 1, first, Processes::alone()});
        return std::vector{networks.generating->gradient().clone(),
                           networks.judging->gradient().clone(),
                           networks.judging_features->gradient().clone()};
    };
    const auto whole = gradients(batch, 0);
    const auto first = gradients(part(batch, 0, 1), 0), second = gradients(part(batch, 1, 1), 1);
    for (size_t i = 0; i < whole.size(); ++i) {
        EXPECT_CLOSE((first[i] + second[i]) / 2, whole[i], 1e-5);
    }
}

TEST(AnInfiniteStepTeachesNothing) {
    const TrainingOptions options = options_with_source();
    TrainingNetworks networks(options, feature_network());
    const auto before = networks.generating->weights();
    Batch batch = random_batch(1);
    batch.real[0][0][0][0] = std::numeric_limits<float>::infinity();
    EXPECT(!training_step(networks, options, batch, {}).finite);
    for (const auto& [name, tensor] : networks.generating->weights()) {
        EXPECT(at::equal(tensor, before.at(name)));
    }
}

TEST(TheStateGoesThroughAFile) {
    const TrainingOptions options = options_with_source();
    TrainingNetworks networks(options, feature_network()), other(options, feature_network());
    const Batch batch = random_batch(1);
    training_step(networks, options, batch, {});
    other.load_state(networks.state());
    const StepReport a = training_step(networks, options, batch, {1, 1, 0, Processes::alone()});
    const StepReport b = training_step(other, options, batch, {1, 1, 0, Processes::alone()});
    EXPECT(a.terms == b.terms);
}

TEST(RatesFallOverTheLastPart) {
    TrainingOptions options;
    options.steps = 100;
    options.decay = 0.4;
    EXPECT(rate_at(options, 0) == 1 && rate_at(options, 60) == 1);
    EXPECT(std::abs(rate_at(options, 80) - 0.5) < 1e-12 && rate_at(options, 100) == 0);
    options.decay = 0;
    EXPECT(rate_at(options, 99) == 1);
}

TEST(Bfloat16StaysCloseToFloat32) {
    TrainingOptions options = options_with_source();
    const auto run = [&](const char* precision) {
        options.precision = precision;
        TrainingNetworks networks(
            options, FeatureNetwork::open(resources().features, training_place(options)));
        return training_step(networks, options, random_batch(2), {});
    };
    const StepReport exact = run("float32"), rough = run("bfloat16");
    for (const char* name : {"l1", "class_l1", "global_l1", "perceptual", "class_loss"}) {
        EXPECT(std::abs(term(rough, name) - term(exact, name)) < 0.03 * term(exact, name));
    }
}

TEST(GivenScenesWeightsAndDiscriminatorsLoad) {
    const std::string folder = shared_file("models/");
    if (!std::filesystem::exists(folder)) {
        SKIP("no " + folder);
    }
    TrainingOptions options = preset("realtime");
    options.network.classes = 18;
    TrainingNetworks networks(options, feature_network());
    const auto before = networks.judging->weights();
    for (const char* name : {"scenes", "scenes-discriminators"}) {
        networks.load_weights(Fixture(folder + name + ".safetensors").group(""));
    }
    EXPECT(!at::equal(networks.judging->weights().at("ds.score.weight"),
                      before.at("ds.score.weight")));
}
