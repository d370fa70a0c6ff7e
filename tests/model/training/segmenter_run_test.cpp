// Runs that teach a segmenter: what they minimise, that they learn, go on, and leave a file.
#include <torch/types.h>

#include <cmath>
#include <fstream>

#include "model/files/model_file.h"
#include "model/files/segmenter_file.h"
#include "model/metrics/evaluation.h"
#include "model/training/export.h"
#include "model/training/learner/class_weights.h"
#include "model/training/losses.h"
#include "model/training/trainer.h"
#include "tests/model/check.h"
#include "tests/model/training/small_run.h"

using namespace tessera;
using namespace tessera::test;

namespace {

namespace fs = std::filesystem;

/// `count` photos of 64 x 48 pixels where class 0 is a dark ground, 1 a bright square and 2 a red
/// strip at the foot.
void write_shapes(const fs::path& folder, int count) {
    cv::RNG random(9);
    fs::create_directories(folder);
    for (int i = 0; i < count; ++i) {
        cv::Mat photo(48, 64, CV_8UC3, cv::Scalar(40, 50, 45)),
            labels(48, 64, CV_8U, cv::Scalar(0));
        const cv::Rect square(random.uniform(0, 40), random.uniform(0, 16), 20, 16);
        photo(square) = cv::Scalar(210, 220, 230);
        labels(square) = 1;
        const cv::Rect strip(0, 38, 64, 10);
        photo(strip) = cv::Scalar(30, 40, 200);
        labels(strip) = 2;
        const std::string name = folder / std::string("p").append(std::to_string(i));
        cv::imwrite(name + ".png", labels);
        cv::imwrite(name + ".jpg", photo);
    }
}

TrainingOptions shape_options() {
    TrainingOptions options = preset("segmenter");
    options.segmenter_width = 16;
    options.batch = options.late_batch = 2;
    options.crop = options.late_crop = 40;
    options.side = 48;
    options.steps = 40;
    options.decay = 0;
    options.average = 0.8;
    options.generator_rate = 5e-3;
    options.checkpoint_every = 6;
    options.sample_every = 20;
    options.samples = 2;
    options.precision = "float32";
    return options;
}

std::vector<double> learn(Trainer& trainer) {
    std::vector<double> losses;
    while (!trainer.finished()) {
        losses.push_back(trainer.advance().terms.front().second);
    }
    return losses;
}

double mean(const std::vector<double>& values, size_t first, size_t last) {
    double sum = 0;
    for (size_t i = first; i < last; ++i) {
        sum += values[i];
    }
    return sum / static_cast<double>(last - first);
}

double figure(const Evaluation& evaluation, const std::string& key) {
    for (const EvaluationFigure& one : evaluation.figures) {
        if (one.key == key) {
            return one.value;
        }
    }
    return std::nan("");
}

}  // namespace

TEST(ClassesAreBalancedByTheirShares) {
    // Shares 0.8 and 0.2: roots of the inverse are as 1 to 2, a pixel's mean 1 = (0.8 + 0.4) w.
    const std::vector<double> weights = class_weights({80, 20, 0}, 0.5);
    EXPECT(std::abs(weights[0] - 1 / 1.2) < 1e-12);
    EXPECT(std::abs(weights[1] - 2 / 1.2) < 1e-12);
    EXPECT(weights[2] == 1);
    EXPECT((class_weights({80, 20, 5}, 0) == std::vector<double>{1, 1, 1}));
    const std::vector<double> bounded = class_weights({1000000, 1}, 1);
    EXPECT(std::abs(bounded[1] / bounded[0] - 10) < 1e-9);
}

TEST(BalancedCrossEntropyByHand) {
    // Three pixels of two classes; the last is void. -ln softmax is ln(1 + e^-d), d how far the
    // true class is ahead.
    const at::Tensor logits = torch::tensor({2.F, 0.F, 0.F, 0.F, 1.F, 5.F}).view({1, 2, 1, 3});
    const at::Tensor labels = torch::tensor({0, 0, -1}, at::kInt).view({1, 1, 3});
    const at::Tensor weights = torch::tensor({3.F, 1.F});
    const double expected = 3 * (std::log1p(std::exp(-2.0)) + std::log1p(std::exp(1.0))) / 3;
    EXPECT_CLOSE(
        losses::class_balanced(logits, labels, weights), torch::tensor(expected, at::kFloat), 1e-6);
    EXPECT_CLOSE(
        losses::class_balanced(logits, torch::tensor({1, 7, 0}, at::kInt).view({1, 1, 3}), weights),
        torch::tensor((std::log1p(std::exp(2.0)) + 3 * std::log1p(std::exp(5.0))) / 3, at::kFloat),
        1e-6);
}

TEST(AShortTrainingReadsShapes) {
    const ScratchFolder folder;
    write_shapes(folder.path() / "data", 6);
    const fs::path run = folder.path() / "run", file = folder.path() / "s.safetensors";
    const auto trainer = Trainer::begin(run, shape_options(), small_data(folder), resources());
    const std::vector<double> losses = learn(*trainer);
    EXPECT(mean(losses, 35, 40) < 0.5 * mean(losses, 0, 5));
    EXPECT(text_of(run / "history.csv")
               .rfind("step,rate,skipped,cross_entropy,pixel_accuracy,gradient\n", 0) == 0);
    const cv::Mat sheet = cv::imread(run / "samples/step-000000040.png");
    EXPECT(sheet.cols == 3 * 48 && sheet.rows == 2 * 48);

    trainer->write_model(file);
    write_shapes(folder.path() / "val", 3);
    EvaluationRequest request;
    request.model = file;
    request.segmenter_features = resources().features;
    request.palette = "test";
    request.classes = small_data(folder).classes;
    request.pairs = list_dataset(dataset_layout("pairs"), folder.path() / "val", "train").pairs;
    request.side = 48;
    const Evaluation evaluation = evaluate(request);
    EXPECT(evaluation.pictures == 3);
    EXPECT(figure(evaluation, "miou") > 60 && figure(evaluation, "miou") <= 100);
    EXPECT(figure(evaluation, "pixel_accuracy") > 80);
    EXPECT(evaluation.figures[0].network == "segmenter run");
    EXPECT(evaluation.agreement.size() == 3 && evaluation.agreement[1].name == "b");
    request.palette = "scenes";
    EXPECT_THROWS(evaluate(request), "knows palette test");
}

TEST(AResumedSegmenterGivesTheLossesOfAnUnbrokenRun) {
    const ScratchFolder folder;
    write_shapes(folder.path() / "data", 4);
    TrainingOptions options = shape_options();
    options.steps = 12;
    const fs::path whole = folder.path() / "whole", broken = folder.path() / "broken";
    learn(*Trainer::begin(whole, options, small_data(folder), resources()));
    {
        const auto trainer = Trainer::begin(broken, options, small_data(folder), resources());
        for (int i = 0; i < 9; ++i) {
            trainer->advance();
        }
    }
    const auto trainer = Trainer::resume(broken, resources());
    EXPECT(trainer->step() == 6);
    learn(*trainer);
    EXPECT(text_of(broken / "history.csv") == text_of(whole / "history.csv"));

    const fs::path direct = folder.path() / "a.safetensors",
                   exported = folder.path() / "b.safetensors";
    trainer->write_model(direct);
    export_run(broken, exported);
    const auto a = SegmenterFile::open(direct).decoder()->parameters();
    const auto b = SegmenterFile::open(exported).decoder()->parameters();
    for (size_t i = 0; i < a.size(); ++i) {
        EXPECT(at::equal(a[i], b[i]));
    }
    EXPECT(SegmenterFile::open(exported).card().fields.at("steps") == "12");
    EXPECT_THROWS(ModelFile::open(exported), "architecture is \"segmenter\"");
}

TEST(ARunStaysWhatItIs) {
    const ScratchFolder folder;
    write_shapes(folder.path() / "data", 2);
    TrainingOptions options = shape_options();
    options.steps = 1;
    const fs::path run = folder.path() / "run";
    learn(*Trainer::begin(run, options, small_data(folder), resources()));
    const auto change = [](const char* name, const char* value) {
        return [=](TrainingOptions& now) { set_option(now, name, value); };
    };
    EXPECT_THROWS(Trainer::resume(run, resources(), change("trains", "generator")),
                  "option trains was segmenter when the run began");
    EXPECT_THROWS(Trainer::resume(run, resources(), change("segmenter.width", "32")),
                  "option segmenter.width was 16");
    EXPECT_THROWS(Trainer::resume(run, resources(), change("segmenter.width", "24")),
                  "must be a multiple of 16");
    EXPECT_THROWS(Trainer::resume(run, resources(), change("side", "0")), "option side is 0");
}
