// The shipped feature networks against the outputs of the packages that their weights are from.
#include "model/features/feature_network.h"

#include <torch/types.h>

#include "model/files/tensors.h"
#include "tests/model/check.h"
#include "tests/model/fixture.h"
#include "tests/model/places.h"

using namespace tessera;
using tessera::test::data_file;
using tessera::test::Fixture;
using tessera::test::resource_file;

namespace {

std::string resource(const std::string& name) {
    return resource_file("features/" + name + ".safetensors");
}

Fixture package_output(const std::string& name) {
    return Fixture(data_file("training/" + name + ".safetensors"));
}

/// Weights are stored in half precision, the packages' are not.
constexpr double kHalfPrecision = 1e-2;

}  // namespace

TEST(Lite0GivesItsPackagesFeatures) {
    const Fixture expected = package_output("features-lite0");
    const auto network = FeatureNetwork::open(resource("efficientnet-lite0"));
    EXPECT(network->name() == "efficientnet-lite0");
    EXPECT((network->channels() == std::vector<int64_t>{16, 24, 40, 112}));
    const std::vector<at::Tensor> levels = network->levels(expected["input.image"]);
    for (size_t i = 0; i < levels.size(); ++i) {
        EXPECT_CLOSE(levels[i], expected["output." + std::to_string(i)], kHalfPrecision);
    }
    EXPECT_THROWS(network->classify(expected["input.image"]), "without its classifier");
}

TEST(Lite2GivesItsPackagesFeaturesAndVerdict) {
    const Fixture expected = package_output("features-lite2");
    const auto network = FeatureNetwork::open(resource("efficientnet-lite2"));
    const std::vector<at::Tensor> levels = network->levels(expected["input.image"]);
    for (size_t i = 0; i < levels.size(); ++i) {
        // The fixture has every eighth channel.
        EXPECT_CLOSE(levels[i].slice(1, 0, std::nullopt, 8),
                     expected["output." + std::to_string(i)],
                     kHalfPrecision);
    }
    const FeatureNetwork::Verdict verdict = network->classify(expected["input.image"]);
    EXPECT_CLOSE(verdict.pooled, expected["output.pooled"], kHalfPrecision);
    EXPECT_CLOSE(verdict.logits, expected["output.logits"], kHalfPrecision);
}

TEST(GradientsReachThePictureAlone) {
    const auto network = FeatureNetwork::open(resource("efficientnet-lite0"));
    const at::Tensor image = torch::rand({1, 3, 32, 48}).requires_grad_();
    network->levels(image).back().sum().backward();
    EXPECT(image.grad().abs().sum().item<float>() > 0);
}

TEST(Bfloat16StaysClose) {
    const Fixture expected = package_output("features-lite0");
    const auto network = FeatureNetwork::open(resource("efficientnet-lite0"), at::kBFloat16);
    const std::vector<at::Tensor> levels = network->levels(expected["input.image"]);
    for (size_t i = 0; i < levels.size(); ++i) {
        const at::Tensor want = expected["output." + std::to_string(i)];
        const at::Tensor error = (levels[i].to(at::kFloat) - want).square().mean().sqrt();
        EXPECT((error / want.square().mean().sqrt()).item<double>() < 0.06);
    }
}

TEST(NamesAFileThatHoldsNoFeatureNetwork) {
    const std::string path = data_file("training/features-lite0.safetensors");
    EXPECT_THROWS(FeatureNetwork::open(path), "no feature network that is known");
    EXPECT_THROWS(FeatureNetwork::open("/nowhere.safetensors"), "/nowhere.safetensors");
}
