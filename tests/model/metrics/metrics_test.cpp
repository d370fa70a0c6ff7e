// Distances against numbers that follow from their definitions.
#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "model/metrics/distances.h"
#include "model/metrics/distributions.h"
#include "model/metrics/evaluation.h"
#include "model/training/trainer.h"
#include "tests/model/check.h"
#include "tests/model/inference/tiny_model.h"
#include "tests/model/made_up.h"
#include "tests/model/places.h"
#include "tests/model/training/small_run.h"

using namespace tessera;
using namespace tessera::test;

namespace {

at::Tensor grey(double value) {
    return torch::full({1, 3, 16, 16}, value);
}

std::string judge() {
    return resource_file("features/efficientnet-lite2.safetensors");
}

}  // namespace

TEST(DistancesOfFlatPictures) {
    const at::Tensor a = grey(0), b = grey(0.5);
    EXPECT_CLOSE(metrics::l1(a, b), torch::tensor({0.25F}), 1e-6);
    EXPECT_CLOSE(
        metrics::psnr(a, b), torch::tensor({static_cast<float>(-20 * std::log10(0.25))}), 1e-5);
    // Without variance only the luminances 0.5 and 0.75 count.
    const double luminance = (2 * 0.5 * 0.75 + 1e-4) / (0.25 + 0.5625 + 1e-4);
    EXPECT_CLOSE(metrics::ssim(a, b), torch::tensor({static_cast<float>(luminance)}), 1e-4);
    EXPECT_CLOSE(metrics::psnr(a, a), torch::tensor({100.F}), 1e-6);
    EXPECT_CLOSE(metrics::ssim(a, a), torch::tensor({1.F}), 1e-5);
}

TEST(SharpnessCountsBothNeighbours) {
    // A slope of 0.1 a pixel to the right, on the scale of [0, 1], against a flat picture.
    const at::Tensor slope =
        (torch::arange(8.F) * 0.1 * 2 - 1).view({1, 1, 1, 8}).expand({1, 3, 8, 8});
    EXPECT_CLOSE(metrics::sharpness_difference(slope, torch::full({1, 3, 8, 8}, -1.F)),
                 torch::tensor({10.F}),
                 1e-4);
}

TEST(SsimFallsWithNoise) {
    torch::manual_seed(3);
    const at::Tensor picture = torch::rand({1, 3, 32, 32}) * 2 - 1;
    const auto with_noise = [&](double strength) {
        return metrics::ssim((picture + torch::randn_like(picture) * strength).clamp(-1, 1),
                             picture)
            .item<double>();
    };
    EXPECT(with_noise(0.05) > with_noise(0.3) && with_noise(0.05) > 0.9 && with_noise(1) < 0.6);
}

TEST(FrechetDistanceOfGaussians) {
    torch::manual_seed(4);
    const int64_t count = 4000, size = 8;
    const at::Tensor real = torch::randn({count, size}, at::kDouble);
    EXPECT(metrics::frechet_distance(real, real) < 1e-6);
    // The same set moved by d and stretched by s: |d|^2 + sum of variance (s - 1)^2.
    const double expected = size * 0.25 + real.var(0).sum().item<double>() * 0.25;
    const at::Tensor centred = real - real.mean(0);
    EXPECT(std::abs(metrics::frechet_distance(centred * 1.5 + real.mean(0) + 0.5, real) -
                    expected) < 1e-6 * expected);
    // Along too few axes the rest is not seen.
    at::Tensor flat = real.clone();
    flat.slice(1, 2) *= 1e-3;
    at::Tensor moved = flat.clone();
    moved.slice(1, 5) += 100;
    EXPECT(metrics::frechet_distance(moved, flat, 2) < 1e-3);
}

TEST(InceptionScoreCountsKinds) {
    EXPECT(std::abs(metrics::inception_score(torch::eye(5) * 100) - 5) < 1e-6);
    EXPECT(std::abs(metrics::inception_score(torch::zeros({7, 5})) - 1) < 1e-9);
}

TEST(PerceptualDistanceIsZeroForEqualPicturesAlone) {
    const auto network = FeatureNetwork::open(judge());
    torch::manual_seed(6);
    const at::Tensor a = torch::rand({2, 3, 32, 32}) * 2 - 1;
    const at::Tensor b = at::stack({a[0], -a[1]});
    const at::Tensor distance = metrics::perceptual(*network, b, a);
    EXPECT(distance[0].item<double>() < 1e-6 && distance[1].item<double>() > 0.1);
}

TEST(EvaluatesAModelAndTheBaseline) {
    const ScratchFolder folder;
    write_pictures(folder, 3);
    folder.touch("data/p9.jpg", "cut off");
    folder.touch("data/p9.png", "cut off");
    TrainingOptions options = small_options();
    options.steps = 1;
    const TrainingData data = small_data(folder);
    EvaluationRequest request;
    request.model = folder.path() / "model.safetensors";
    Trainer::begin(folder.path() / "run", options, data, resources())->write_model(request.model);
    request.pairs = list_dataset(dataset_layout("pairs"), data.folder, "train").pairs;
    request.features = judge();
    request.classes = data.classes;
    request.side = 32;
    request.keep = folder.path() / "drawn";
    int64_t done = 0;
    const Evaluation drawn = evaluate(request, [&](int64_t count) { done = count; });
    EXPECT(drawn.pictures == 3 && done == 3 && drawn.left_out.size() == 1);
    EXPECT(drawn.figures.size() == 7 && drawn.figures[4].network == "efficientnet-lite2");
    EXPECT(std::filesystem::exists(folder.path() / "drawn" / "p0.png"));
    request.keep.clear();
    const Evaluation again = evaluate(request);
    for (size_t i = 0; i < drawn.figures.size(); ++i) {
        EXPECT(drawn.figures[i].value == again.figures[i].value);
    }
    request.average_colours = true;
    // Nothing can be learnt of noise but its mean.
    EXPECT(evaluate(request).figures[0].value < drawn.figures[0].value);
}

TEST(EvaluatesThePublishedNetworks) {
    const ScratchFolder folder;
    write_pictures(folder, 2);
    const TrainingData data = small_data(folder);
    EvaluationRequest request;
    request.pairs = list_dataset(dataset_layout("pairs"), data.folder, "train").pairs;
    request.features = judge();
    request.classes = data.classes;
    for (const char* architecture : {"gaugan", "lggan-synthesis", "sean", "maskgan"}) {
        request.side = traits_of(tiny_published_config(architecture)).min_side;
        request.model = folder.path() / architecture;
        write_tiny_published(request.model, architecture);
        const Evaluation drawn = evaluate(request);
        EXPECT(drawn.pictures == 2 && drawn.figures[0].value > 0);
        EXPECT(evaluate(request).figures[0].value == drawn.figures[0].value);
    }
    request.side = 40;
    request.model = folder.path() / "sean";
    EXPECT_THROWS(evaluate(request), "sean: SEAN draws no squares of 40 pixels");
}

TEST(TheUsersNetworksAddTheirFigures) {
    const ScratchFolder folder;
    write_pictures(folder, 3);
    save(folder / "alexnet.safetensors", made_up_network("alexnet"));
    NamedTensors linear;
    int level = 0;
    for (const int64_t channels : {64, 192, 384, 256, 256}) {
        linear["lin" + std::to_string(level++) + ".weight"] = torch::ones({1, channels, 1, 1});
    }
    save(folder / "linear.safetensors", linear);
    EvaluationRequest request;
    request.average_colours = true;
    request.classes = small_data(folder).classes;
    request.pairs = list_dataset(dataset_layout("pairs"), folder / "data", "train").pairs;
    request.side = 32;
    request.features = request.classifier = judge();
    request.lpips = folder / "alexnet.safetensors";
    request.lpips_linear = folder / "linear.safetensors";
    const Evaluation found = evaluate(request);
    const auto figure = [&](const std::string& key) {
        const auto at = std::find_if(found.figures.begin(),
                                     found.figures.end(),
                                     [&](const auto& f) { return f.key == key; });
        EXPECT(at != found.figures.end());
        return at == found.figures.end() ? EvaluationFigure{} : *at;
    };
    EXPECT(figure("lpips").network == "alexnet" && figure("lpips").value > 0);
    EXPECT(figure("accuracy_top5").network == "efficientnet-lite2, 1000 classes");
    EXPECT(figure("accuracy_top5").value >= figure("accuracy_top1").value);
    EXPECT(figure("kl").value > 1 && figure("classifier_frechet").value > 0);
    request.classifier = resources().features;  // stored without its classifier
    EXPECT_THROWS(evaluate(request), "without its classifier");
}
