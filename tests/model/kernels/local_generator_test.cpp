// The class-sparse local generator against N masked dense convolutions.
#include "model/kernels/local_generator/local_generator.h"

#include "model/kernels/reference_scope.h"
#include "tests/model/check.h"
#include "tests/model/kernels/variants.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

struct Case {
    int64_t batch, channels, height, width, k, classes;
};

const std::vector<Case> kCases = {
    {1, 5, 1, 1, 1, 1},
    {1, 3, 1, 7, 1, 4},
    {2, 8, 7, 5, 3, 6},
    {1, 32, 17, 23, 3, 12},
    {1, 20, 17, 3, 5, 5},
    {2, 66, 5, 9, 7, 3},
    {1, 130, 4, 31, 3, 2},
    {1, 16, 6, 21, 3, 182},
    {1, 40, 8, 9, 7, 20},
    {1, 4, 2, 2, 3, 300},
};

/// Everything that local_generator() reads, in double.
struct Inputs {
    at::Tensor features, labels, weight, bias, combine_weight, combine_bias;

    Inputs(const Case& c, const at::Tensor& label_map)
        : features(normal({c.batch, c.channels, c.height, c.width}, at::kDouble)),
          labels(label_map),
          weight(normal({c.classes, 3, c.channels, c.k, c.k}, at::kDouble) *
                 (0.5 / std::sqrt(static_cast<double>(c.channels * c.k)))),
          bias(normal({c.classes, 3}, at::kDouble) * 0.3),
          combine_weight(normal({3, 3 * c.classes, 3, 3}, at::kDouble) * 0.1),
          combine_bias(normal({3}, at::kDouble)) {}

    void round_to(at::ScalarType type) {
        for (at::Tensor* x : {&features, &weight, &bias, &combine_weight, &combine_bias}) {
            *x = x->to(type);
        }
    }

    LocalOutputs reference(bool combine) const {
        const auto d = [](const at::Tensor& x) { return x.to(at::kDouble); };
        return local_generator_reference(d(features),
                                         labels,
                                         d(weight),
                                         d(bias),
                                         combine ? d(combine_weight) : at::Tensor(),
                                         combine ? d(combine_bias) : at::Tensor());
    }

    LocalOutputs fast(const at::Tensor& in_some_layout, bool combine, bool keep) const {
        return local_generator(in_some_layout,
                               labels,
                               weight,
                               bias,
                               combine ? combine_weight : at::Tensor(),
                               combine ? combine_bias : at::Tensor(),
                               keep);
    }
};

void matches_reference(const Case& c, const at::Tensor& labels, at::ScalarType type) {
    Inputs in(c, labels);
    in.round_to(type);
    const double allowed = type == at::kDouble ? 1e-12 : 1e-5;  // results are float32 or wider
    for (const bool combine : {false, true}) {
        const LocalOutputs expected = in.reference(combine);
        for_each_isa([&] {
            for (const at::Tensor& f : layouts(in.features)) {
                const LocalOutputs outputs = in.fast(f, combine, /*keep=*/true);
                EXPECT_CLOSE(outputs.image, expected.image, allowed);
                EXPECT_CLOSE(outputs.per_class, expected.per_class, allowed);
                EXPECT(outputs.image.scalar_type() == at::promote_types(type, at::kFloat));
                EXPECT(outputs.per_class.scalar_type() == outputs.image.scalar_type());
            }
            const LocalOutputs lean = in.fast(in.features, combine, /*keep=*/false);
            EXPECT_CLOSE(lean.image, expected.image, allowed);
            EXPECT(!lean.per_class.defined());
        });
    }
}

/// Classes in patches, as people paint them: most windows see one class.
at::Tensor patches(const Case& c, int64_t patch) {
    const at::Tensor coarse =
        random_labels({c.batch, c.height / patch + 1, c.width / patch + 1}, c.classes);
    return coarse.repeat_interleave(patch, 1)
        .repeat_interleave(patch, 2)
        .narrow(1, 0, c.height)
        .narrow(2, 0, c.width);
}

}  // namespace

TEST(LocalGeneratorMatchesReference) {
    for (const Case& c : kCases) {
        for (const auto type : {at::kFloat, at::kBFloat16}) {
            matches_reference(c, random_labels({c.batch, c.height, c.width}, c.classes), type);
            matches_reference(c, patches(c, 5), type);
        }
    }
    matches_reference(kCases[2], patches(kCases[2], 3), at::kDouble);
}

TEST(LocalGeneratorOneClassEverywhere) {
    const Case c{1, 12, 9, 14, 5, 4};
    matches_reference(c, at::full({1, 9, 14}, 2, at::kInt), at::kFloat);
}

TEST(LocalGeneratorAllVoid) {
    const Case c{1, 12, 9, 14, 3, 4};
    const at::Tensor labels = at::full({1, 9, 14}, 0xFFFF, at::kInt);
    matches_reference(c, labels, at::kFloat);
    Inputs in(c, labels);
    in.round_to(at::kFloat);
    const at::Tensor far = in.bias.tanh().sum(0).view({1, 3, 1, 1}).expand({1, 3, 9, 14});
    EXPECT_CLOSE(in.fast(in.features, false, false).image, far, 1e-6);
}

TEST(LocalGeneratorIgnoresClassesThatAreAbsent) {
    // Of 182 classes two occur: the weights of the others must not be looked at.
    const Case c{1, 8, 6, 7, 3, 182};
    Inputs in(c, at::randint(0, 2, {1, 6, 7}, at::kInt) * 180);
    in.round_to(at::kFloat);
    const at::Tensor expected = in.reference(false).image;
    in.weight.slice(0, 1, 180).fill_(std::nan(""));
    in.weight[181].fill_(std::nan(""));
    EXPECT_CLOSE(in.fast(in.features, false, false).image, expected, 1e-5);
}

TEST(LocalGeneratorRecordsGradients) {
    const Case c{1, 2, 4, 3, 3, 3};
    const Inputs in(c, random_labels({1, 4, 3}, 3));
    const auto image = [&](const at::Tensor& features, const at::Tensor& weight) {
        return local_generator(
                   features, in.labels, weight, in.bias, in.combine_weight, in.combine_bias)
            .image;
    };
    EXPECT(gradient_error([&](const at::Tensor& x) { return image(x, in.weight); }, in.features) <
           1e-6);
    EXPECT(gradient_error([&](const at::Tensor& x) { return image(in.features, x); }, in.weight) <
           1e-6);
    const at::Tensor wanted = in.bias.to(at::kFloat).requires_grad_(true);
    EXPECT(local_generator(in.features.to(at::kFloat), in.labels, in.weight.to(at::kFloat), wanted)
               .image.requires_grad());
}

TEST(LocalGeneratorObeysReferenceScope) {
    Inputs in({1, 8, 5, 6, 3, 4}, random_labels({1, 5, 6}, 4));
    in.round_to(at::kFloat);
    const ReferenceScope scope;
    const at::Tensor expected =
        local_generator_reference(in.features, in.labels, in.weight, in.bias).image;
    EXPECT(at::equal(in.fast(in.features, false, false).image, expected));
}

TEST(LocalGeneratorNamesShapesThatDoNotFit) {
    Inputs in({1, 8, 5, 6, 3, 4}, random_labels({1, 5, 6}, 4));
    const auto run =
        [&](const at::Tensor& labels, const at::Tensor& weight, const at::Tensor& bias) {
            local_generator(in.features, labels, weight, bias);
        };
    EXPECT_THROWS(run(in.labels, in.weight.slice(2, 0, 7), in.bias), "[4, 3, 7, 3, 3]");
    EXPECT_THROWS(run(in.labels.slice(1, 0, 4), in.weight, in.bias), "[1, 4, 6]");
    EXPECT_THROWS(run(in.labels.to(at::kLong), in.weight, in.bias), "Long");
    EXPECT_THROWS(run(in.labels, in.weight, in.bias.slice(0, 0, 3)), "[3, 3]");
    EXPECT_THROWS(run(in.labels, normal({4, 3, 8, 11, 11}, at::kDouble), in.bias), "5 x 6");
    EXPECT_THROWS(run(in.labels.to(at::kMeta), in.weight, in.bias), "cpu and on meta");
    EXPECT_THROWS(in.combine_weight = in.combine_weight.slice(1, 0, 9);
                  in.fast(in.features, true, false), "[3, 9, 3, 3]");
}
