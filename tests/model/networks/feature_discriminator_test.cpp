// The feature-space discriminator against the reference, and with the weights that come with it.
#include "model/networks/feature_discriminator.h"

#include <torch/nn/module.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <filesystem>

#include "tests/model/check.h"
#include "tests/model/fixture.h"
#include "tests/model/places.h"

using namespace tessera;
using tessera::test::Fixture;

namespace {

constexpr const char* kLevels[] = {"0", "1", "2", "3"};

/// Parameters and buffers by name.
void load(torch::nn::Module& module, const std::map<std::string, at::Tensor>& tensors) {
    const at::NoGradGuard no_grad;
    size_t loaded = 0;
    const auto copy = [&](const auto& items) {
        for (const auto& item : items) {
            item.value().copy_(tensors.at(item.key()));
            ++loaded;
        }
    };
    copy(module.named_parameters());
    copy(module.named_buffers());
    EXPECT(loaded == tensors.size());
}

}  // namespace

TEST(ScoresAsTheReference) {
    const Fixture expected(tessera::test::data_file("training/feature-discriminator.safetensors"));
    FeatureDiscriminator critic(FeatureDiscriminatorOptions{
        .classes = 3, .features = {4, 5, 6, 7}, .mixed = {4, 6, 8, 8}, .width = 8});
    load(*critic, expected.group("param."));
    std::vector<at::Tensor> features;
    for (const char* name : kLevels) {
        features.push_back(
            expected[std::string("input.features.") + name].clone().requires_grad_());
    }
    const at::Tensor labels = expected["input.label"].to(at::kInt);
    const std::vector<at::Tensor> scores =
        critic->forward(features, class_shares(labels, 3, features));
    at::Tensor total = torch::zeros({});
    for (size_t i = 0; i < 4; ++i) {
        EXPECT_CLOSE(scores[i], expected[std::string("output.") + kLevels[i]], 1e-4);
        total = total + scores[i].square().mean();
    }
    total.backward();
    for (size_t i = 0; i < 4; ++i) {
        const std::string name = std::string("grad.input.features.") + kLevels[i];
        EXPECT_CLOSE(features[i].grad(), expected[name], 1e-3);
    }
    for (const auto& parameter : critic->named_parameters()) {
        if (parameter.value().requires_grad()) {
            EXPECT_CLOSE(parameter.value().grad(), expected["grad.param." + parameter.key()], 1e-3);
        } else {
            EXPECT(parameter.key().rfind("head", 0) != 0);
        }
    }
}

TEST(IteratesAsTheReference) {
    const Fixture expected(tessera::test::data_file("training/feature-discriminator.safetensors"));
    FeatureDiscriminator critic(FeatureDiscriminatorOptions{
        .classes = 3, .features = {4, 5, 6, 7}, .mixed = {4, 6, 8, 8}, .width = 8});
    load(*critic, expected.group("param."));
    critic->iterate();
    for (const auto& buffer : critic->named_buffers()) {
        EXPECT_CLOSE(buffer.value(), expected["iterated." + buffer.key()], 1e-4);
    }
}

TEST(TheGivenDiscriminatorsLoad) {
    const std::string path = tessera::test::shared_file("models/scenes-discriminators.safetensors");
    if (!std::filesystem::exists(path)) {
        SKIP("no " + path);
    }
    FeatureDiscriminator critic(FeatureDiscriminatorOptions{.classes = 18});
    load(*critic, Fixture(path).group("feature_ds."));
}
