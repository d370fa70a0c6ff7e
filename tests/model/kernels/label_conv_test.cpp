// The stem's look-up against one-hot, pad, convolve.
#include "model/kernels/label_conv/label_conv.h"

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
    {1, 16, 6, 40, 3, 182},
    {1, 150, 21, 19, 7, 30},
};

/// Classes in patches: most windows, or most of their rows, see one class.
at::Tensor patches(const Case& c, int64_t patch) {
    return random_labels({c.batch, c.height / patch + 1, c.width / patch + 1}, c.classes)
        .repeat_interleave(patch, 1)
        .repeat_interleave(patch, 2)
        .narrow(1, 0, c.height)
        .narrow(2, 0, c.width);
}

void matches_reference(const Case& c, const at::Tensor& labels, at::ScalarType type) {
    const at::Tensor weight = normal({c.channels, c.classes, c.k, c.k}, type);
    const at::Tensor bias = normal({c.channels}, type);
    const at::Tensor wide = weight.to(at::kDouble);
    const at::Tensor expected = label_conv_reference(labels, wide, bias.to(at::kDouble));
    const at::Tensor without = label_conv_reference(labels, wide, {});
    for_each_isa([&] {
        for (const at::Tensor& w : layouts(weight)) {
            EXPECT_CLOSE(label_conv(labels, w, bias), expected, tolerance(type));
        }
        EXPECT_CLOSE(label_conv(labels, weight, {}), without, tolerance(type));
        const at::Tensor y = label_conv(labels, weight, bias);
        EXPECT(y.scalar_type() == type && y.is_contiguous(at::MemoryFormat::ChannelsLast));
    });
}

}  // namespace

TEST(LabelConvMatchesReference) {
    for (const Case& c : kCases) {
        for (const auto type : {at::kFloat, at::kBFloat16}) {
            matches_reference(c, random_labels({c.batch, c.height, c.width}, c.classes), type);
            matches_reference(c, patches(c, 5), type);
            matches_reference(c, patches(c, 9), type);
        }
    }
    matches_reference(kCases[2], patches(kCases[2], 3), at::kDouble);
}

TEST(LabelConvTakesLabelsWithAnyStrides) {
    const at::Tensor labels = random_labels({9, 7, 2}, 4).permute({2, 0, 1});
    const at::Tensor weight = normal({16, 4, 3, 3});
    EXPECT_CLOSE(label_conv(labels, weight, {}),
                 label_conv_reference(labels.contiguous(), weight.to(at::kDouble), {}),
                 1e-5);
}

TEST(LabelConvOfVoidIsItsBias) {
    const at::Tensor bias = normal({8});
    const at::Tensor y =
        label_conv(at::full({1, 4, 5}, 0xFFFF, at::kInt), normal({8, 3, 3, 3}), bias);
    EXPECT_CLOSE(y, bias.view({1, 8, 1, 1}).expand({1, 8, 4, 5}), 0);
}

TEST(LabelConvIgnoresClassesThatAreAbsent) {
    const at::Tensor labels = at::randint(0, 2, {1, 6, 7}, at::kInt);
    at::Tensor weight = normal({8, 182, 3, 3});
    const at::Tensor expected = label_conv_reference(labels, weight, {});
    weight.slice(1, 2).fill_(std::nan(""));
    EXPECT_CLOSE(label_conv(labels, weight, {}), expected, 1e-5);
}

TEST(LabelConvRecordsGradients) {
    const at::Tensor labels = random_labels({1, 4, 3}, 3);
    const at::Tensor weight = normal({2, 3, 3, 3}), bias = normal({2}, at::kDouble);
    EXPECT(gradient_error([&](const at::Tensor& w) { return label_conv(labels, w, bias); },
                          weight) < 1e-6);
    EXPECT(label_conv(labels, weight, bias.to(at::kFloat).requires_grad_(true)).requires_grad());
}

TEST(LabelConvObeysReferenceScope) {
    const at::Tensor labels = random_labels({1, 6, 5}, 3), weight = normal({8, 3, 3, 3});
    const ReferenceScope scope;
    EXPECT(at::equal(label_conv(labels, weight, {}), label_conv_reference(labels, weight, {})));
}

TEST(LabelConvNamesShapesThatDoNotFit) {
    const at::Tensor labels = random_labels({1, 3, 9}, 3);
    EXPECT_THROWS(label_conv(labels.to(at::kLong), normal({8, 3, 3, 3}), {}), "Long");
    EXPECT_THROWS(label_conv(labels, normal({8, 3, 3, 2}), {}), "[8, 3, 3, 2]");
    EXPECT_THROWS(label_conv(labels, normal({8, 3, 3, 3}), normal({7})), "[7]");
    EXPECT_THROWS(label_conv(labels, normal({8, 3, 7, 7}), {}), "3 x 9");
    EXPECT_THROWS(label_conv(labels, normal({8, 3, 3, 3}).to(at::kMeta), {}), "meta and on cpu");
}
