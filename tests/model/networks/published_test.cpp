// GauGAN, LGGAN for synthesis, SEAN and MaskGAN give the reference's pictures, as published and
// with SAU; and have as many weights as the paper counts.
#include <torch/types.h>
#include <torch/utils.h>

#include <filesystem>

#include "model/networks/published/lggan_synthesis.h"
#include "model/networks/published/maskgan.h"
#include "model/networks/published/parameters.h"
#include "model/networks/published/sean.h"
#include "model/networks/published/semantic_map.h"
#include "tests/model/check.h"
#include "tests/model/fixture.h"
#include "tests/model/places.h"

using namespace tessera;
using tessera::test::Fixture;

namespace {

constexpr double kTolerance = 1e-4;  // of a tensor's largest value, float32 against float64
constexpr int64_t kClasses = 6;

/// These files are megabytes each, so they are read where they were made.
Fixture expected(const std::string& name) {
    const std::string path =
        tessera::test::shared_file("reference/fixtures/" + name + ".safetensors");
    if (!std::filesystem::exists(path)) {
        SKIP(path + " is absent");
    }
    return Fixture(path);
}

at::Tensor map_of(const Fixture& from, const std::string& name) {
    return one_hot(from[name].to(at::kInt), kClasses, at::kFloat);
}

/// Classes, and behind them the edges of instances.
at::Tensor map_with_edges(const Fixture& from) {
    return at::cat({map_of(from, "input.label"), from["input.edges"].to(at::kFloat)}, 1);
}

GauganConfig small_trunk() {
    GauganConfig config;
    config.semantic = kClasses + 1;
    config.base = 2;
    config.hidden = 6;
    config.sau_compressed = 8;
    config.height = 64;
    config.width = 128;
    return config;
}

void reproduce_gaugan(const std::string& name, const GauganConfig& config) {
    const Fixture fixture = expected(name);
    Gaugan network(config);
    fixture.load(*network);
    network->eval();
    const at::NoGradGuard no_grad;
    const at::Tensor z = config.style > 0 ? fixture["input.z"] : at::Tensor();
    EXPECT_CLOSE(network->forward(map_with_edges(fixture), z), fixture["output.image"], kTolerance);
}

void reproduce_sean(const std::string& name, const SeanConfig& config) {
    const Fixture fixture = expected(name);
    Sean network(config);
    fixture.load(*network);
    network->eval();
    const at::NoGradGuard no_grad;
    SeanCondition condition{map_of(fixture, "input.label"), {}, 7};
    condition.codes = network->style_encoder->forward(fixture["input.photo"], condition.sg);
    EXPECT_CLOSE(network->forward(condition), fixture["output.image"], kTolerance);
}

SeanConfig small_sean() {
    SeanConfig config;
    config.semantic = kClasses;
    config.base = 2;
    config.hidden = 6;
    config.style = 8;
    return config;
}

void reproduce_maskgan(const std::string& name, const MaskganConfig& config) {
    const Fixture fixture = expected(name);
    Maskgan network(config);
    fixture.load(*network);
    network->eval();
    const at::NoGradGuard no_grad;
    const at::Tensor picture = network->forward(map_of(fixture, "input.label"),
                                                map_of(fixture, "input.target_label"),
                                                fixture["input.photo"]);
    EXPECT_CLOSE(picture, fixture["output.image"], kTolerance);
}

MaskganConfig small_maskgan() {
    MaskganConfig config;
    config.semantic = kClasses;
    config.base = 4;
    config.downs = 2;
    return config;
}

}  // namespace

TEST(GauganAsReference) {
    reproduce_gaugan("gaugan-nearest", small_trunk());
}

TEST(GauganWithSauAndSixHalvingsAsReference) {
    GauganConfig config = small_trunk();
    config.upsampler = "sau";
    config.halvings = 6;
    reproduce_gaugan("gaugan-sau", config);
}

TEST(GauganOfInstanceStatisticsAndSevenHalvingsAsReference) {
    GauganConfig config = small_trunk();
    config.statistics = "instance";
    config.halvings = 7;
    config.height = 128;
    config.width = 256;
    reproduce_gaugan("gaugan-most-instance", config);
}

TEST(GauganFromAStyleAsReference) {
    GauganConfig config = small_trunk();
    config.style = 5;
    reproduce_gaugan("gaugan-style", config);
}

TEST(LgganForSynthesisAsReference) {
    const Fixture fixture = expected("lggan-synthesis");
    LgganConfig config;
    config.classes = kClasses;
    config.base = 4;
    config.blocks = 1;
    config.combine = "conv";
    config.decoder = "branches";
    config.upsampler = "transpose";
    GauganConfig trunk = small_trunk();
    trunk.base = 4;
    LgganSynthesis network(config, trunk);
    fixture.load(*network);
    network->eval();
    const at::NoGradGuard no_grad;
    const auto output = network->forward(
        fixture["input.label"].to(at::kInt), map_with_edges(fixture), Keep::everything());
    const auto actual = output.named();
    for (const auto& [name, value] : fixture.group("output.")) {
        tessera::test::check_close(__FILE__, __LINE__, actual.at(name), value, kTolerance, name);
    }
}

TEST(SeanAsReference) {
    reproduce_sean("sean-nearest", small_sean());
}

TEST(SeanWithSauAsReference) {
    SeanConfig config = small_sean();
    config.upsampler = "sau";
    config.sau_compressed = 8;
    config.halvings = 6;
    reproduce_sean("sean-sau", config);
}

TEST(SeanTakesEachRegionsCodeFromAPhotoOfItsOwn) {
    torch::manual_seed(3);
    Sean network(small_sean());
    network->eval();
    const at::NoGradGuard no_grad;
    at::Tensor labels = at::zeros({1, 32, 64}, at::kInt);
    labels.slice(2, 32) = 1;
    const at::Tensor sg = one_hot(labels, kClasses, at::kFloat);
    at::Tensor codes =
        network->style_encoder->forward(torch::rand({1, 3, 32, 64}) * 2 - 1, sg).clone();
    EXPECT(codes.slice(1, 2).abs().max().item<double>() == 0);  // regions that are not there
    const at::Tensor other =
        network->style_encoder->forward(torch::rand({1, 3, 32, 64}) * 2 - 1, sg);
    const at::Tensor before = network->forward({sg, codes, {}});
    codes.select(1, 4).fill_(1);  // of an absent region: nothing changes
    EXPECT_CLOSE(network->forward({sg, codes, {}}), before, 1e-6);
    codes.select(1, 1).copy_(other.select(1, 1));
    EXPECT((network->forward({sg, codes, {}}) - before).abs().max().item<double>() > 1e-6);
}

TEST(MaskganAsReference) {
    MaskganConfig config = small_maskgan();
    config.blocks = 2;
    reproduce_maskgan("maskgan-transpose", config);
}

TEST(MaskganWithSauAsReference) {
    MaskganConfig config = small_maskgan();
    config.blocks = 1;
    config.upsampler = "sau";
    config.sau_compressed = 8;
    reproduce_maskgan("maskgan-sau", config);
}

TEST(HasAsManyWeightsAsThePaperCounts) {
    const auto networks = published_networks();
    EXPECT(networks.size() == 15);
    int compared = 0;
    for (const CountedNetwork& network : networks) {
        if (network.published) {
            ++compared;
            const double millions = static_cast<double>(network.parameters) / 1e6;
            // Of the large ones the paper has one decimal, and does not always round.
            const double rounding = *network.published < 20 ? 0.005 : 0.06;
            EXPECT(std::abs(millions - *network.published) <= rounding);
        }
    }
    EXPECT(compared == 10);
}

TEST(RefusesConfigsOutOfRange) {
    GauganConfig gaugan;
    gaugan.halvings = 4;
    EXPECT_THROWS(Gaugan{gaugan}, "halvings is 4");
    SeanConfig sean;
    sean.upsampler = "cubic";
    EXPECT_THROWS(Sean{sean}, "upsampler is \"cubic\"");
    EXPECT_THROWS(Gaugan(small_trunk())->forward(at::zeros({1, 3, 64, 128})), "7 channels");
}
