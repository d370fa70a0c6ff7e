// Runs of SEAN: that they go on, that their models paint, and that a region takes its photo's
// colour.
#include <limits>

#include "model/files/model_file.h"
#include "model/networks/published/semantic_map.h"
#include "model/training/export.h"
#include "model/training/networks.h"
#include "model/training/step.h"
#include "tests/model/check.h"
#include "tests/model/training/small_run.h"

using namespace tessera;
using namespace tessera::test;

namespace {

namespace fs = std::filesystem;

constexpr int64_t kSide = 64;

TrainingOptions small_sean() {
    TrainingOptions options = preset("sean");
    options.sean.base = 2;
    options.sean.hidden = 4;
    options.sean.style = 4;
    options.sean.sau_compressed = 4;
    options.critic_base = 4;
    options.batch = 2;
    options.crop = 32;
    options.side = 40;
    options.steps = 8;
    options.checkpoint_every = 3;
    options.sample_every = 4;
    options.samples = 2;
    options.precision = "float32";
    options.perceptual = options.feature_critic = 0;
    return options;
}

/// Four photos, left half class 0, right half class 1; one half is bright, the other dark: the left
/// one of the even photos where `left_is_bright`, else of the odd ones. (The encoder's norms take a
/// photo of one colour for no colour at all.)
Batch halves(bool left_is_bright) {
    Batch batch;
    batch.labels = torch::zeros({4, kSide, kSide}, at::kInt);
    batch.labels.narrow(2, kSide / 2, kSide / 2).fill_(1);
    batch.real = torch::full({4, 3, kSide, kSide}, -0.6);
    for (int64_t i = 0; i < 4; ++i) {
        const bool left = (i % 2 == 0) == left_is_bright;
        batch.real[i].narrow(2, left ? 0 : kSide / 2, kSide / 2).fill_(0.6);
    }
    return batch;
}

double mean_of_half(const at::Tensor& picture, int64_t half) {
    return picture.narrow(3, half * kSide / 2, kSide / 2).mean().item<double>();
}

}  // namespace

TEST(ARunOfSeanGoesOnAsIfItHadNeverStopped) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const fs::path unbroken = folder.path() / "unbroken", broken = folder.path() / "broken";
    finish(*Trainer::begin(unbroken, small_sean(), small_data(folder), resources()));
    {
        const auto trainer = Trainer::begin(broken, small_sean(), small_data(folder), resources());
        for (int i = 0; i < 5; ++i) {
            trainer->advance();  // the last checkpoint is of step 3
        }
    }
    const auto trainer = Trainer::resume(broken, resources());
    EXPECT(trainer->step() == 3);
    finish(*trainer);
    EXPECT(text_of(broken / "history.csv") == text_of(unbroken / "history.csv"));
    EXPECT(!cv::imread(unbroken / "samples/step-000000008.png").empty());
}

TEST(TheModelOfARunOfSeanHasItsStatistics) {
    const ScratchFolder folder;
    write_pictures(folder, 4);
    const auto trainer =
        Trainer::begin(folder.path() / "run", small_sean(), small_data(folder), resources());
    finish(*trainer);
    const fs::path file = folder.path() / "sean.safetensors";
    trainer->write_model(file);
    const ModelFile model = ModelFile::open(file);
    EXPECT(std::get<SeanConfig>(model.config()).semantic == 3);
    const auto buffers = model.published()->module().named_buffers();
    EXPECT(buffers["head.norm.0.norm.running_mean"].abs().max().item<double>() > 0);

    TrainingData data = small_data(folder);
    data.start = {file};
    const auto second = Trainer::begin(folder.path() / "second", small_sean(), data, resources());
    const fs::path again = folder.path() / "again.safetensors";
    second->write_model(again);
    const auto same = ModelFile::open(again).published()->module().named_buffers();
    for (const auto& item : buffers) {
        EXPECT(at::equal(item.value(), same[item.key()]));
    }
}

TEST(AnInfiniteStepLeavesSeansStatisticsAlone) {
    TrainingOptions options = small_sean();
    options.network.classes = options.sean.semantic = 2;
    TrainingNetworks networks(options, nullptr);
    training_step(networks, options, halves(true), {});
    const auto before = networks.drawing_weights();
    Batch batch = halves(false);
    batch.real[0][0][0][0] = std::numeric_limits<float>::infinity();
    EXPECT(!training_step(networks, options, batch, {}).finite);
    for (const auto& [name, tensor] : networks.drawing_weights()) {
        EXPECT(at::equal(tensor, before.at(name)));
    }
}

TEST(ARegionTakesTheColourOfItsOwnPhoto) {
    TrainingOptions options = small_sean();
    options.network.classes = options.sean.semantic = 2;
    options.label_critic = 0;
    options.generator_rate = 2e-3;
    options.sean.style = 8;
    TrainingNetworks networks(options, nullptr);
    for (int step = 0; step < 150; ++step) {
        training_step(networks, options, halves(step % 2 == 0), {.number = step});
    }
    const at::NoGradGuard no_grad;
    networks.sean->eval();
    SeanCondition condition;
    condition.sg = one_hot(halves(true).labels.narrow(0, 0, 1), 2, at::kFloat);
    const auto codes_of = [&](bool left_is_bright) {
        const at::Tensor photo = halves(left_is_bright).real.narrow(0, 0, 1);
        return networks.sean->style_encoder->forward(photo, condition.sg);
    };
    const at::Tensor left_bright = codes_of(true), right_bright = codes_of(false);
    const auto draw = [&](const at::Tensor& left, const at::Tensor& right) {
        condition.codes = torch::stack({left.select(1, 0), right.select(1, 1)}, 1);
        const at::Tensor drawn = networks.sean->forward(condition);
        return std::pair(mean_of_half(drawn, 0), mean_of_half(drawn, 1));
    };
    const auto [bright, dark] = draw(left_bright, left_bright);
    EXPECT(bright > dark + 0.6);
    const auto [dark_too, bright_too] = draw(right_bright, right_bright);
    EXPECT(bright_too > dark_too + 0.6);
    const auto [left, right] = draw(left_bright, right_bright);
    EXPECT(left > dark_too + 0.6 && right > dark + 0.6);
}
