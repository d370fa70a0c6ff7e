// Plans against the modules, which are the reference: every option of the config, odd sizes, both
// number types.
#include "model/inference/plan/plans.h"

#include <cstdlib>
#include <functional>
#include <string>
#include <utility>

#include "model/inference/device.h"
#include "model/inference/plan/recordings.h"
#include "tests/model/check.h"
#include "tests/model/kernels/variants.h"

using namespace tessera;

namespace {

// Of the picture's largest value. float32: sums in another order. bfloat16: features are rounded
// at other places, and eight bits of them are worth up to a few hundredths in a random network.
constexpr double kFloat32 = 1e-4;
constexpr double kBfloat16 = 6e-2;

/// Not where oneDNN is told to behave as on an older processor.
bool has_bfloat16() {
    return cpu_has_bfloat16() && std::getenv("ONEDNN_MAX_CPU_ISA") == nullptr;
}

LgganConfig small() {
    LgganConfig config;
    config.classes = 5;
    config.base = 8;
    config.cap = 32;
    config.blocks = 2;
    config.sau_compressed = 8;
    return config;
}

Lggan generator_of(const LgganConfig& config, at::ScalarType type) {
    torch::manual_seed(3);
    Lggan generator(config);
    generator->eval();
    generator->to(type);
    for (at::Tensor& parameter : generator->parameters()) {
        parameter.set_requires_grad(false);
    }
    generator->freeze();
    return generator;
}

LgganInput input_of(const LgganConfig& config, int64_t height, int64_t width) {
    torch::manual_seed(9);
    LgganInput input;
    // Blocks of classes with some void among them.
    input.labels = torch::randint(-1, config.classes, {1, height / 4, width / 4}, torch::kInt)
                       .repeat_interleave(4, 1)
                       .repeat_interleave(4, 2);
    if (config.style > 0) {
        input.z = torch::randn({1, config.style});
    }
    input.noise_seed = 17;
    return input;
}

void compare(const std::string& name, const LgganConfig& config, int64_t height, int64_t width) {
    for (const auto& [type, tolerance] :
         {std::pair{at::kFloat, kFloat32}, std::pair{at::kBFloat16, kBfloat16}}) {
        if (type == at::kBFloat16 && !has_bfloat16()) {
            continue;
        }
        const c10::InferenceMode inference;
        Lggan generator = generator_of(config, type);
        EXPECT(Plan::obstacle(generator).empty());
        LgganInput input = input_of(config, height, width);
        const Plan plan(generator, {height, width});
        const at::Tensor image = plan.render(input).image;
        EXPECT_CLOSE(image, plan.render(input).image, 0);
        input.keep = Keep::everything();
        EXPECT_CLOSE(image, plan.render(input).image, 0);
        const auto planned = plan.render(input).named();
        const auto expected = generator->forward(input).named();
        EXPECT(planned.size() == expected.size());
        for (const auto& [part, tensor] : expected) {
            const std::string what = c10::str(name, ", ", part);
            tessera::test::check_close(
                __FILE__, __LINE__, planned.at(part), tensor, tolerance, what);
        }
    }
}

using Change = std::function<void(LgganConfig&)>;

const std::vector<std::pair<std::string, Change>> kCovered = {
    {"instance norm", [](LgganConfig&) {}},
    {"class norm, style and noise",
     [](LgganConfig& c) {
         c.norm = "class";
         c.style = 4;
         c.noise = true;
         c.head_kernel = 3;
         c.downs = 3;
     }},
    {"noise alone", [](LgganConfig& c) { c.noise = true; }},
    {"no halving", [](LgganConfig& c) { c.downs = 0; }},
    {"no block", [](LgganConfig& c) { c.blocks = 0; }},
    {"neither",
     [](LgganConfig& c) {
         c.downs = 0;
         c.blocks = 0;
     }},
    {"one class", [](LgganConfig& c) { c.classes = 1; }},
    {"many classes", [](LgganConfig& c) { c.classes = 60; }},
    {"combining convolution", [](LgganConfig& c) { c.combine = "conv"; }},
    {"average", [](LgganConfig& c) { c.fuse = "average"; }},
    {"global alone", [](LgganConfig& c) { c.local = false; }},
    {"small kernels",
     [](LgganConfig& c) {
         c.sau_kernel = 3;
         c.head_kernel = 1;
     }},
    {"wide kernels", [](LgganConfig& c) { c.sau_kernel = 7; }},
};

}  // namespace

TEST(PlanMatchesModulesOverEveryOption) {
    for (const auto& [name, change] : kCovered) {
        LgganConfig config = small();
        change(config);
        compare(name, config, 32, 40);
    }
}

// Ours alone: the libraries below choose for themselves, see CMakeLists.txt.
TEST(PlanMatchesModulesOnEveryInstructionSet) {
    LgganConfig config = small();
    config.norm = "class";
    config.style = 4;
    config.noise = true;
    config.head_kernel = 3;
    test::for_each_isa([&] { compare("every instruction set", config, 36, 44); });
}

// Parts against the whole, to the last bit: which of them a canvas gets depends on the memory that
// is free, and a photo must not.
TEST(EveryNumberOfRowsGivesTheSamePicture) {
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        if (type == at::kBFloat16 && !has_bfloat16()) {
            continue;
        }
        const c10::InferenceMode inference;
        LgganConfig config = small();
        config.norm = "class";
        config.noise = true;
        config.head_kernel = 3;
        const Lggan generator = generator_of(config, type);
        for (const auto& [height, width] : {std::pair{52, 44}, {1024, 1024}}) {
            LgganInput input = input_of(config, height, width);
            input.keep.kernels = true;
            const LgganOutput whole = Plan(generator, {height, width}).render(input);
            for (const int64_t rows : {4, 14, 16}) {
                const Plan plan(generator, {height, width}, rows);
                EXPECT(plan.rows() == rows);
                const LgganOutput banded = plan.render(input);
                EXPECT_CLOSE(banded.image, whole.image, 0);
                EXPECT_CLOSE(banded.kernels.at("kernels.2"), whole.kernels.at("kernels.2"), 0);
            }
        }
    }
}

TEST(PlanMatchesModulesAtOddSizes) {
    for (const auto& [height, width] : {std::pair{8, 8}, {8, 44}, {52, 12}, {68, 100}}) {
        compare("size", small(), height, width);
    }
}

TEST(SaysWhatItDoesNotCover) {
    const std::vector<std::pair<std::string, Change>> others = {
        {"norm spade", [](LgganConfig& c) { c.norm = "spade"; }},
        {"upsampler nearest", [](LgganConfig& c) { c.upsampler = "nearest"; }},
        {"decoder branches", [](LgganConfig& c) { c.decoder = "branches"; }},
        {"a source image", [](LgganConfig& c) { c.image_channels = 3; }},
        {"channels that are no multiples of 8", [](LgganConfig& c) { c.base = 12; }},
    };
    for (const auto& [reason, change] : others) {
        LgganConfig config = small();
        change(config);
        EXPECT(Plan::obstacle(generator_of(config, at::kFloat)) == reason);
    }
    EXPECT(!Plan::obstacle(generator_of(small(), at::kDouble)).empty());
}

TEST(RecordedPassDrawsOtherLabelsAndStylesOfItsSize) {
    const LgganInput recorded = input_of(small(), 32, 40);
    LgganInput other = input_of(small(), 32, 40);
    other.labels = other.labels.flip(1);
    EXPECT(Recordings::match(recorded, other));
    other.noise_seed = 18;
    EXPECT(!Recordings::match(recorded, other));
    EXPECT(!Recordings::match(recorded, input_of(small(), 40, 32)));
    other = recorded;
    other.z = torch::randn({1, 4});
    EXPECT(!Recordings::match(recorded, other));
    EXPECT(!Recordings::serve(recorded));  // on the processor
}

TEST(RefusesAnotherCanvas) {
    const c10::InferenceMode inference;
    const Plan plan(generator_of(small(), at::kFloat), {32, 32});
    EXPECT_THROWS(plan.render(input_of(small(), 32, 40)), "canvas");
}

TEST(StopsWhenCancelled) {
    const c10::InferenceMode inference;
    const Plan plan(generator_of(small(), at::kFloat), {32, 32});
    const std::atomic<bool> cancelled = true;
    LgganInput input = input_of(small(), 32, 32);
    input.cancelled = &cancelled;
    bool stopped = false;
    try {
        plan.render(input);
    } catch (const Cancelled&) {
        stopped = true;
    }
    EXPECT(stopped);
}

TEST(KeepsThePlansUsedLast) {
    const c10::InferenceMode inference;
    Plans plans(generator_of(small(), at::kFloat));
    const Plan* first = plans.plan_for({32, 32});
    EXPECT(first == plans.plan_for({32, 32}));
    for (const int64_t side : {36, 40}) {
        plans.plan_for({side, side});
        EXPECT(first == plans.plan_for({32, 32}));
    }
    EXPECT(plans.plan_for({44, 44})->canvas().height == 44);
    EXPECT(first == plans.plan_for({32, 32}));
    EXPECT(plans.plan_for({32, 32}, 8)->rows() == 8);
    EXPECT(plans.news().empty());
}

TEST(TellsOnceWhatPlanCannotBeBuilt) {
    const c10::InferenceMode inference;
    const Lggan generator = generator_of(small(), at::kFloat);
    int built = 0;
    Plans plans({}, [&](const Canvas& canvas, int64_t rows) {
        ++built;
        TORCH_CHECK(canvas.width != 40, "could not create a primitive");
        return Plan(generator, canvas, rows);
    });
    EXPECT(plans.plan_for({32, 40}) == nullptr);
    EXPECT(
        plans.news().starts_with("no plan for a canvas of 40 x 32 (could not create a primitive"));
    EXPECT(plans.plan_for({32, 40}) == nullptr);
    EXPECT(plans.news().empty() && built == 1);
    EXPECT(plans.plan_for({32, 32}) != nullptr);
}
