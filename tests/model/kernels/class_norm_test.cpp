// The norm in two passes against one line per step; the noise against its definition.
#include "model/kernels/class_norm/class_norm.h"

#include "model/kernels/reference_scope.h"
#include "tests/model/check.h"
#include "tests/model/kernels/variants.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

struct Case {
    int64_t batch, channels, height, width, classes;
};

const std::vector<Case> kCases = {
    {1, 1, 1, 1, 1},
    {1, 3, 1, 7, 2},
    {2, 8, 7, 5, 6},
    {1, 32, 17, 3, 12},
    {2, 20, 33, 40, 5},
    {1, 76, 19, 27, 182},
    {3, 16, 16, 32, 3},
};

/// Options with the steps that `steps` has bits for: noise, classes, style, ReLU, residual.
ClassNormOptions options_of(const Case& c, int steps, at::ScalarType type) {
    ClassNormOptions options;
    if (steps & 1) {
        options.noise_strength = normal({c.channels}, type);
        options.noise_seed = 4294967295u;
        options.noise_level = 3;
    }
    if (steps & 2) {
        options.labels = random_labels({c.batch, c.height, c.width}, c.classes);
        options.gamma = normal({c.classes, c.channels}, type);
        options.beta = normal({c.classes, c.channels}, type);
    }
    if (steps & 4) {
        options.style_scale = normal({c.batch, c.channels}, type);
        options.style_shift = normal({c.batch, c.channels}, type);
    }
    options.relu = (steps & 8) != 0;
    if (steps & 16) {
        options.residual = normal({c.batch, c.channels, c.height, c.width}, type);
    }
    return options;
}

ClassNormOptions to_double(ClassNormOptions options) {
    for (at::Tensor* x : {&options.noise_strength,
                          &options.gamma,
                          &options.beta,
                          &options.style_scale,
                          &options.style_shift,
                          &options.residual}) {
        if (x->defined()) {
            *x = x->to(at::kDouble);
        }
    }
    return options;
}

void matches_reference(const Case& c, int steps, at::ScalarType type) {
    const at::Tensor x =
        (normal({c.batch, c.channels, c.height, c.width}, at::kDouble) * 3 + 5).to(type);
    ClassNormOptions options = options_of(c, steps, type);
    const at::Tensor expected = class_norm_reference(x.to(at::kDouble), to_double(options));
    for_each_isa([&] {
        for (const at::Tensor& source : layouts(x)) {
            EXPECT_CLOSE(class_norm(source, options), expected, tolerance(type));
        }
        if (options.residual.defined()) {
            for (const at::Tensor& residual : layouts(options.residual)) {
                options.residual = residual;
                EXPECT_CLOSE(class_norm(x, options), expected, tolerance(type));
            }
        }
        EXPECT(class_norm(x, options).scalar_type() == type);
    });
}

}  // namespace

TEST(ClassNormMatchesReferenceWithEverything) {
    for (const Case& c : kCases) {
        matches_reference(c, 31, at::kFloat);
        matches_reference(c, 31, at::kBFloat16);
    }
    matches_reference(kCases[2], 31, at::kDouble);
}

TEST(ClassNormMatchesReferenceWithEveryChoiceOfSteps) {
    for (int steps = 0; steps < 31; ++steps) {
        matches_reference(kCases[3], steps, at::kFloat);
        matches_reference(kCases[2], steps, at::kBFloat16);
    }
}

TEST(ClassNormGivesChannelsLast) {
    EXPECT(class_norm(normal({2, 6, 3, 5}), {}).is_contiguous(at::MemoryFormat::ChannelsLast));
}

TEST(ClassNormKeepsDigitsFarFromZero) {
    // A mean 3000 times the deviation: sums of x and x^2 in float would lose all of the variance.
    const at::Tensor x = normal({1, 8, 40, 40}) + 3000;
    EXPECT_CLOSE(class_norm(x, {}), class_norm_reference(x.to(at::kDouble), {}), 1e-5);
}

TEST(ClassNormOfAFlatPictureIsItsShift) {
    ClassNormOptions options;
    options.labels = at::zeros({1, 9, 9}, at::kInt);
    options.gamma = normal({1, 8}) * 1000;
    options.beta = normal({1, 8});
    const at::Tensor y = class_norm(at::full({1, 8, 9, 9}, 0.7f), options);
    EXPECT_CLOSE(y, options.beta.view({1, 8, 1, 1}).expand_as(y), 1e-6);
}

TEST(ClassNormDoesNotDependOnThreads) {
    const at::Tensor x = normal({2, 24, 37, 41});
    const ClassNormOptions options = options_of({2, 24, 37, 41, 7}, 31, at::kFloat);
    const int before = at::get_num_threads();
    const at::Tensor with_two = class_norm(x, options);
    at::set_num_threads(1);
    EXPECT(at::equal(class_norm(x, options), with_two));
    at::set_num_threads(before);
}

TEST(ClassNormNanStaysNan) {
    at::Tensor x = normal({1, 8, 3, 3});
    x[0][2][1][1] = std::nan("");
    ClassNormOptions options;
    options.relu = true;
    const at::Tensor bad = class_norm(x, options).isnan();
    EXPECT(bad.select(1, 2).all().item<bool>());
    EXPECT(bad.sum().item<int64_t>() == 9);
}

TEST(ClassNormRecordsGradients) {
    const Case c{1, 2, 3, 4, 2};
    const at::Tensor x = normal({1, 2, 3, 4}, at::kDouble);
    const ClassNormOptions options = to_double(options_of(c, 23, at::kDouble));
    EXPECT(gradient_error([&](const at::Tensor& v) { return class_norm(v, options); }, x) < 1e-5);
    const auto with_gamma = [&](const at::Tensor& v) {
        ClassNormOptions other = options;
        other.gamma = v;
        return class_norm(x, other);
    };
    EXPECT(gradient_error(with_gamma, options.gamma) < 1e-6);
    ClassNormOptions single = options_of(c, 31, at::kFloat);
    single.noise_strength.requires_grad_(true);
    EXPECT(class_norm(x.to(at::kFloat), single).requires_grad());
}

TEST(ClassNormObeysReferenceScope) {
    const at::Tensor x = normal({1, 8, 5, 5});
    const ReferenceScope scope;
    EXPECT(at::equal(class_norm(x, {}), class_norm_reference(x, {})));
}

TEST(ClassNormNamesShapesThatDoNotFit) {
    const at::Tensor x = normal({2, 8, 5, 5});
    const auto run = [&](at::Tensor ClassNormOptions::*member, const at::Tensor& value) {
        ClassNormOptions options = options_of({2, 8, 5, 5, 3}, 31, at::kFloat);
        options.*member = value;
        class_norm(x, options);
    };
    EXPECT_THROWS(run(&ClassNormOptions::noise_strength, normal({7})), "noise_strength is [7]");
    EXPECT_THROWS(run(&ClassNormOptions::labels, at::zeros({2, 5, 4}, at::kInt)), "[2, 5, 4]");
    EXPECT_THROWS(run(&ClassNormOptions::labels, at::zeros({2, 5, 5}, at::kLong)), "Long");
    EXPECT_THROWS(run(&ClassNormOptions::gamma, normal({3, 7})), "gamma is [3, 7]");
    EXPECT_THROWS(run(&ClassNormOptions::beta, normal({2, 8})), "beta is [2, 8]");
    EXPECT_THROWS(run(&ClassNormOptions::beta, at::Tensor()), "come together");
    EXPECT_THROWS(run(&ClassNormOptions::style_shift, at::Tensor()), "come together");
    EXPECT_THROWS(run(&ClassNormOptions::residual, normal({2, 8, 5, 4})), "residual");
    EXPECT_THROWS(run(&ClassNormOptions::beta, normal({3, 8}).to(at::kMeta)), "cpu and on meta");
}

TEST(FastNoiseIsTheReference) {
    for (const int64_t width : {1, 5, 33}) {
        const at::Tensor exact = noise_map_reference(5, 2, 7, width, at::kDouble);
        EXPECT(at::equal(noise_map(5, 2, 7, width, at::kFloat), exact.to(at::kFloat)));
        const at::Tensor rounded = noise_map(5, 2, 7, width, at::kBFloat16);
        EXPECT(rounded.scalar_type() == at::kBFloat16);
        EXPECT((rounded.to(at::kDouble) - exact).abs().max().item<double>() < 1e-2);
    }
}

TEST(NoiseMapIsTheHashOfSeedLevelRowAndColumn) {
    // By hand: mix(2 + mix(1 + mix(3 + mix(7)))) with 32-bit arithmetic, over 2^31, minus one.
    const auto mix = [](uint64_t v) {
        v = ((v ^ (v >> 16)) * 0x7feb352d) & 0xffffffff;
        v = ((v ^ (v >> 15)) * 0x846ca68b) & 0xffffffff;
        return v ^ (v >> 16);
    };
    const uint64_t bits =
        mix((2 + mix((1 + mix((3 + mix(7)) & 0xffffffff)) & 0xffffffff)) & 0xffffffff);
    const double expected = (static_cast<double>(bits) / 2147483648.0 - 1) * std::sqrt(3.0);
    const at::Tensor noise = noise_map(7, 3, 2, 3);
    EXPECT(noise.scalar_type() == at::kDouble);
    EXPECT(noise[1][2].item<double>() == expected);
}

TEST(NoiseMapHasUnitVariance) {
    const at::Tensor noise = noise_map(11, 0, 200, 300);
    EXPECT(std::abs(noise.mean().item<double>()) < 0.01);
    EXPECT(std::abs(noise.var().item<double>() - 1) < 0.01);
}

TEST(ClassNormWritesIntoALargerMap) {
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        const Case c{1, 20, 33, 40, 5};
        const at::Tensor x = normal({1, c.channels, c.height, c.width}, type);
        ClassNormOptions options = options_of(c, 31, type);
        const at::Tensor expected = class_norm(x, options);
        const at::Tensor map = at::full({1, c.channels, c.height + 2, c.width + 3}, 7, type)
                                   .contiguous(at::MemoryFormat::ChannelsLast);
        options.into = map.narrow(2, 1, c.height).narrow(3, 1, c.width);
        for_each_isa([&] {
            EXPECT_CLOSE(class_norm(x, options), expected, tolerance(type));
            EXPECT_CLOSE(options.into, expected, tolerance(type));
        });
        EXPECT(map.narrow(2, 0, 1).eq(7).all().item<bool>());
        EXPECT(map.narrow(3, c.width + 1, 2).eq(7).all().item<bool>());
        options.into = at::empty({1, c.channels, c.height, c.width}, type);
        EXPECT_THROWS(class_norm(x, options), "dense");
    }
}

TEST(PartsTakeTheStatisticsOfTheWhole) {
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        const at::Tensor x =
            torch::randn({1, 8, 12, 10}).to(type).contiguous(at::MemoryFormat::ChannelsLast);
        at::Tensor statistics;
        ClassNormOptions options;
        options.noise_strength = torch::full({8}, 0.3).to(type);
        options.noise_seed = 5;
        options.noise_level = 1;
        options.relu = true;
        options.statistics_out = &statistics;
        const at::Tensor whole = class_norm(x, options);
        options.statistics_out = nullptr;
        options.statistics = statistics;
        options.top = 3;
        options.left = 4;
        const auto part = [](const at::Tensor& map) { return map.narrow(2, 3, 7).narrow(3, 4, 5); };
        EXPECT(at::equal(class_norm(part(x), options), part(whole)));
    }
}
