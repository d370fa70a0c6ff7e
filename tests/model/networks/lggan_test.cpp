// Whole generators: the reference's numbers for every option, and nothing that was not asked for.
#include "model/networks/lggan.h"

#include <torch/types.h>
#include <torch/utils.h>

#include "tests/model/check.h"
#include "tests/model/networks/lggan_cases.h"

using namespace tessera;
using tessera::test::Fixture;
using tessera::test::fixture;
using tessera::test::lggan;
using tessera::test::lggan_cases;
using tessera::test::lggan_input;

namespace {

constexpr double kTolerance = 1e-4;  // of a tensor's largest value, float32 against float64

/// Compares all that the fixture holds; the many-classes fixture holds every tenth class.
void compare(const Fixture& expected, const LgganOutput& output, double tolerance) {
    const auto actual = output.named();
    for (const auto& [name, value] : expected.group("output.")) {
        at::Tensor mine = actual.at(name);
        if (name == "per_class" && mine.size(1) != value.size(1)) {
            mine = mine.slice(1, 0, std::nullopt, 10);
        }
        tessera::test::check_close(__FILE__, __LINE__, mine, value, tolerance, name);
    }
}

void reproduce(const std::string& name) {
    const Fixture expected = fixture(name);
    Lggan generator = lggan(lggan_cases().at(name), expected);
    const LgganInput input = lggan_input(expected);
    compare(expected, generator->forward(input), kTolerance);  // gradients recorded
    const at::NoGradGuard no_grad;
    compare(expected, generator->forward(input), kTolerance);
    generator->freeze();
    compare(expected, generator->forward(input), kTolerance);
}

Lggan class_norm_generator() {
    return lggan(lggan_cases().at("lggan-class-norm-style"), fixture("lggan-class-norm-style"));
}

}  // namespace

TEST(SharedDecoderAsReference) {
    reproduce("lggan-shared-sau");
}

TEST(BranchDecodersAndSourceImageAsReference) {
    reproduce("lggan-branches-sau");
}

TEST(TransposedConvolutionsAsReference) {
    reproduce("lggan-transpose");
}

TEST(ClassNormStyleAndNoiseAsReference) {
    reproduce("lggan-class-norm-style");
}

TEST(SpadeNormAsReference) {
    reproduce("lggan-spade-norm");
}

TEST(CombiningConvolutionAsReference) {
    reproduce("lggan-conv-combine");
}

TEST(AveragedBranchesAsReference) {
    reproduce("lggan-average");
}

TEST(GlobalGeneratorAloneAsReference) {
    reproduce("lggan-global-only");
}

TEST(SixtyClassesAsReference) {
    reproduce("lggan-many-classes");
}

TEST(Float64AgreesToTheFixturesOwnPrecision) {
    const Fixture expected = fixture("lggan-class-norm-style");
    Lggan generator = class_norm_generator();
    generator->to(at::kDouble);
    const at::NoGradGuard no_grad;
    const LgganOutput output = generator->forward(lggan_input(expected));
    EXPECT(output.image.scalar_type() == at::kDouble);
    EXPECT_CLOSE(output.image.to(at::kFloat), expected["output.image"], 1e-6);
}

TEST(NothingIsKeptUnlessAskedFor) {
    const at::NoGradGuard no_grad;
    for (const auto& [name, config] : lggan_cases()) {
        const Fixture expected = fixture(name);
        Lggan generator = lggan(config, expected);
        LgganInput input = lggan_input(expected);
        input.keep = Keep::nothing();
        const auto output = generator->forward(input).named();
        EXPECT(output.size() == 1 && output.count("image") == 1);
        EXPECT_CLOSE(output.at("image"), expected["output.image"], kTolerance);
    }
}

TEST(EachRequestKeepsItsOwn) {
    const at::NoGradGuard no_grad;
    const Fixture expected = fixture("lggan-branches-sau");
    Lggan generator = lggan(lggan_cases().at("lggan-branches-sau"), expected);
    LgganInput input = lggan_input(expected);
    const auto kept = [&](bool Keep::*what) {
        input.keep = Keep::nothing();
        input.keep.*what = true;
        std::string names;
        for (const auto& [name, tensor] : generator->forward(input).named()) {
            names += name == "image" ? "" : name + " ";
        }
        return names;
    };
    EXPECT(kept(&Keep::branches) == "global local ");
    EXPECT(kept(&Keep::per_class) == "per_class ");
    EXPECT(kept(&Keep::weights) == "weights ");
    EXPECT(kept(&Keep::logits) == "logits ");
    EXPECT(kept(&Keep::features) == "features.global features.local features.weight ");
    EXPECT(kept(&Keep::kernels) ==
           "kernels.global.1 kernels.global.2 kernels.local.1 kernels.local.2 kernels.weight.1 "
           "kernels.weight.2 ");
}

TEST(KernelsAndFeaturesOfASharedDecoderHaveShortNames) {
    const at::NoGradGuard no_grad;
    const Fixture expected = fixture("lggan-shared-sau");
    Lggan generator = lggan(lggan_cases().at("lggan-shared-sau"), expected);
    const auto output = generator->forward(lggan_input(expected)).named();
    EXPECT(output.at("kernels.1").sizes() == at::IntArrayRef({1, 25, 24, 32}));
    EXPECT(output.at("kernels.2").sizes() == at::IntArrayRef({1, 25, 48, 64}));
    EXPECT(output.at("features").sizes() == at::IntArrayRef({1, 8, 48, 64}));
}

TEST(Bfloat16StaysNearFloat32) {
    const at::NoGradGuard no_grad;
    for (const char* name : {"lggan-shared-sau", "lggan-class-norm-style", "lggan-spade-norm"}) {
        const Fixture expected = fixture(name);
        Lggan generator = lggan(lggan_cases().at(name), expected);
        generator->to(at::kBFloat16);
        const LgganInput input = lggan_input(expected);
        for (const bool frozen : {false, true}) {
            if (frozen) {
                generator->freeze();
            }
            const LgganOutput output = generator->forward(input);
            EXPECT(output.image.scalar_type() == at::kFloat);
            // Eight bits of mantissa through a dozen layers of random, larger than trained weights.
            const at::Tensor error = (output.image - expected["output.image"]).abs();
            EXPECT(error.mean().item<double>() < 0.02);
            EXPECT_CLOSE(
                output.weights.sum(1), torch::ones_like(output.weights.select(1, 0)), 1e-6);
        }
    }
}

TEST(VoidMayBeAnyIdOutsideTheClasses) {
    const at::NoGradGuard no_grad;
    Lggan generator = class_norm_generator();
    LgganInput input = lggan_input(fixture("lggan-class-norm-style"));
    const at::Tensor image = generator->forward(input).image;
    input.labels = input.labels.masked_fill(input.labels.eq(255), -1);
    EXPECT(generator->forward(input).image.equal(image));
    input.labels = input.labels.masked_fill(input.labels.eq(-1), 0xffff);
    EXPECT(generator->forward(input).image.equal(image));
}

TEST(PicturesOfABatchDoNotTouchEachOther) {
    const at::NoGradGuard no_grad;
    Lggan generator = class_norm_generator();
    const LgganInput one = lggan_input(fixture("lggan-class-norm-style"));
    LgganInput other = one;
    other.labels = one.labels.flip(2).contiguous();
    other.z = -one.z;
    LgganInput both = one;
    both.labels = at::cat({one.labels, other.labels});
    both.z = at::cat({one.z, other.z});
    const LgganOutput output = generator->forward(both);
    const LgganOutput first = generator->forward(one), second = generator->forward(other);
    EXPECT_CLOSE(output.image, at::cat({first.image, second.image}), 1e-5);
    EXPECT_CLOSE(output.logits, at::cat({first.logits, second.logits}), 1e-5);
}

TEST(AWithdrawnPassEnds) {
    const at::NoGradGuard no_grad;
    Lggan generator = class_norm_generator();
    LgganInput input = lggan_input(fixture("lggan-class-norm-style"));
    std::atomic<bool> cancelled{true};
    input.cancelled = &cancelled;
    bool ended = false;
    try {
        generator->forward(input);
    } catch (const Cancelled&) {
        ended = true;
    }
    EXPECT(ended);
    cancelled = false;
    EXPECT(generator->forward(input).image.defined());
}

TEST(GradientsReachEveryParameter) {
    for (const auto& [name, config] : lggan_cases()) {
        const Fixture expected = fixture(name);
        Lggan generator = lggan(config, expected);
        const LgganOutput output = generator->forward(lggan_input(expected));
        at::Tensor loss = output.image.square().mean();
        if (output.logits.defined()) {
            loss = loss + output.logits.square().mean();
        }
        loss.backward();
        for (const auto& parameter : generator->named_parameters()) {
            const at::Tensor gradient = parameter->grad();
            if (!gradient.defined() || !gradient.isfinite().all().item<bool>()) {
                tessera::test::fail(__FILE__, __LINE__, name + ": " + parameter.key());
            }
        }
    }
}

TEST(SmallestCanvasRendersAndASmallerOneIsRefused) {
    const at::NoGradGuard no_grad;
    for (const auto& [name, config] : lggan_cases()) {
        Lggan generator(config);
        const int64_t side = config.min_side();
        LgganInput input;
        input.labels = torch::zeros({1, side, side + config.stride()}, at::kInt);
        if (config.image_channels > 0) {
            input.image = torch::zeros({1, config.image_channels, side, side + config.stride()});
        }
        EXPECT(generator->forward(input).image.isfinite().all().item<bool>());
        input.labels = torch::zeros({1, side - config.stride(), side}, at::kInt);
        EXPECT_THROWS(generator->forward(input), "at least");
        input.labels = torch::zeros({1, side + 1, side}, at::kInt);
        EXPECT_THROWS(generator->forward(input), "multiples of");
    }
}

TEST(NamesTheInputThatDoesNotFit) {
    Lggan generator = class_norm_generator();
    const LgganInput good = lggan_input(fixture("lggan-class-norm-style"));
    LgganInput input = good;
    input.labels = good.labels.to(at::kLong);
    EXPECT_THROWS(generator->forward(input), "must be B,H,W int32");
    input = good;
    input.image = torch::zeros({1, 3, 64, 48});
    EXPECT_THROWS(generator->forward(input), "0 image channels");
    input = good;
    input.z = torch::zeros({1, 9});
    EXPECT_THROWS(generator->forward(input), "z is [1, 9]");
}

TEST(DefaultConfigHasThePapersSize) {
    const UninitialisedParameters on_meta{at::Device(at::kMeta)};
    LgganConfig config;
    config.classes = 6;
    config.image_channels = 6;
    config.label_input = false;
    config.decoder = "branches";
    config.upsampler = "transpose";
    config.classify = false;
    int64_t count = 0;
    for (const at::Tensor& parameter : Lggan(config)->parameters()) {
        count += parameter.numel();
    }
    EXPECT(count == 12181847);  // of the authors' cross-view generator, without its unused class
}

TEST(ACloneDrawsTheSamePicture) {
    const at::NoGradGuard no_grad;
    Lggan generator = class_norm_generator();
    const LgganInput input = lggan_input(fixture("lggan-class-norm-style"));
    auto copy = std::dynamic_pointer_cast<LgganImpl>(generator->clone());
    EXPECT(copy->forward(input).image.equal(generator->forward(input).image));
    for (at::Tensor& parameter : copy->parameters()) {
        parameter.zero_();
    }
    EXPECT(!copy->forward(input).image.equal(generator->forward(input).image));
}
