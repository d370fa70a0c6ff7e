// SAFU against unfold, over sizes, scales, types, layouts and instruction sets.
#include "model/kernels/safu/safu.h"

#include "model/kernels/reference_scope.h"
#include "tests/model/check.h"
#include "tests/model/kernels/variants.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

struct Case {
    int64_t batch, channels, height, width, k, scale;
};

const std::vector<Case> kCases = {
    {1, 1, 1, 1, 5, 2},
    {1, 3, 1, 7, 3, 1},
    {2, 8, 7, 5, 5, 2},
    {1, 17, 17, 3, 3, 3},
    {1, 20, 4, 6, 1, 2},
    {2, 33, 5, 4, 7, 2},
    {1, 64, 6, 9, 5, 4},
    {1, 96, 3, 50, 5, 2},
    {1, 44, 2, 2, 7, 1},
    {1, 130, 3, 2, 3, 2},
    {1, 16, 2, 3, 3, 5},
};

at::Tensor softmax_kernels(const at::Tensor& logits, int64_t scale) {
    return at::pixel_shuffle(logits, scale).softmax(1);
}

void matches_reference(const Case& c, at::ScalarType type) {
    const at::Tensor features = normal({c.batch, c.channels, c.height, c.width}, type);
    const at::Tensor kernels =
        normal({c.batch, c.k * c.k, c.height * c.scale, c.width * c.scale}, type);
    const at::Tensor expected =
        safu_reference(features.to(at::kDouble), kernels.to(at::kDouble), c.scale);
    for_each_isa([&] {
        for (const at::Tensor& f : layouts(features)) {
            for (const at::Tensor& k : layouts(kernels)) {
                EXPECT_CLOSE(safu(f, k, c.scale), expected, tolerance(type));
            }
        }
    });
}

void logits_match_reference(const Case& c, at::ScalarType type) {
    const at::Tensor features = normal({c.batch, c.channels, c.height, c.width}, type);
    const at::Tensor logits =
        normal({c.batch, c.k * c.k * c.scale * c.scale, c.height, c.width}, at::kDouble)
            .mul(8)
            .to(type);
    const at::Tensor kernels = softmax_kernels(logits.to(at::kDouble), c.scale);
    const at::Tensor expected = safu_reference(features.to(at::kDouble), kernels, c.scale);
    for_each_isa([&] {
        for (const at::Tensor& l : layouts(logits)) {
            at::Tensor kept;
            EXPECT_CLOSE(safu_from_logits(features, l, c.scale, &kept), expected, tolerance(type));
            EXPECT_CLOSE(kept, kernels, tolerance(type));
            EXPECT(kept.scalar_type() == type);
            EXPECT(at::equal(safu_from_logits(features, l, c.scale),
                             safu_from_logits(features, l, c.scale, &kept)));
        }
    });
}

}  // namespace

TEST(SafuMatchesReference) {
    for (const Case& c : kCases) {
        matches_reference(c, at::kFloat);
        matches_reference(c, at::kBFloat16);
    }
    matches_reference(kCases[2], at::kDouble);
}

TEST(SafuFromLogitsMatchesReference) {
    for (const Case& c : kCases) {
        logits_match_reference(c, at::kFloat);
        logits_match_reference(c, at::kBFloat16);
    }
    logits_match_reference(kCases[2], at::kDouble);
}

TEST(SafuKeepsLayoutAndType) {
    const at::Tensor features = normal({1, 16, 3, 4}, at::kBFloat16);
    const at::Tensor kernels = normal({1, 9, 6, 8}, at::kBFloat16);
    const at::Tensor last = features.contiguous(at::MemoryFormat::ChannelsLast);
    EXPECT(safu(features, kernels, 2).is_contiguous());
    EXPECT(safu(last, kernels, 2).is_contiguous(at::MemoryFormat::ChannelsLast));
    EXPECT(safu(last, kernels, 2).scalar_type() == at::kBFloat16);
}

TEST(SafuSoftmaxHoldsFarLogits) {
    // A common offset must not change the kernels, nor an extreme one overflow them.
    const at::Tensor features = normal({1, 8, 3, 3});
    const at::Tensor logits = normal({1, 9 * 4, 3, 3});
    const at::Tensor expected = safu_from_logits(features, logits, 2);
    for (const double offset : {-1000.0, 1000.0}) {
        EXPECT_CLOSE(safu_from_logits(features, logits + offset, 2), expected, 1e-4);
    }
    at::Tensor kernels;
    at::Tensor peaked = at::zeros({1, 9 * 4, 1, 1});
    peaked[0][5] = 1e30;  // tap 1 of the second output
    safu_from_logits(normal({1, 8, 1, 1}), peaked, 2, &kernels);
    EXPECT_CLOSE(kernels.select(2, 0).select(2, 1), at::eye(9).slice(0, 1, 2), 1e-6);
}

TEST(SafuNanStaysNan) {
    at::Tensor features = at::ones({1, 8, 3, 3});
    features[0][0][1][1] = std::nan("");
    const at::Tensor out = safu(features, at::ones({1, 1, 3, 3}), 1);
    EXPECT(out.isnan().sum().item<int64_t>() == 1);
    const at::Tensor half =
        safu(features.to(at::kBFloat16), at::ones({1, 1, 3, 3}, at::kBFloat16), 1);
    EXPECT(half.isnan().sum().item<int64_t>() == 1);
}

TEST(SafuRecordsGradients) {
    const at::Tensor features = normal({1, 2, 3, 2}), kernels = normal({1, 9, 6, 4});
    const at::Tensor logits = normal({1, 36, 3, 2});
    const auto d = at::kDouble;
    EXPECT(gradient_error([&](const at::Tensor& x) { return safu(x, kernels.to(d), 2); },
                          features) < 1e-6);
    EXPECT(gradient_error([&](const at::Tensor& x) { return safu(features.to(d), x, 2); },
                          kernels) < 1e-6);
    EXPECT(
        gradient_error([&](const at::Tensor& x) { return safu_from_logits(features.to(d), x, 2); },
                       logits) < 1e-6);
    const at::Tensor wanted = features.clone().requires_grad_(true);
    EXPECT(safu(wanted, kernels, 2).requires_grad());
}

TEST(SafuObeysReferenceScope) {
    const at::Tensor features = normal({1, 8, 3, 2}), kernels = normal({1, 9, 6, 4});
    const ReferenceScope scope;
    EXPECT(at::equal(safu(features, kernels, 2), safu_reference(features, kernels, 2)));
}

TEST(SafuNamesShapesThatDoNotFit) {
    const at::Tensor features = normal({1, 8, 3, 2});
    EXPECT_THROWS(safu(features, normal({1, 9, 3, 2}), 2), "[1, 9, 3, 2]");
    EXPECT_THROWS(safu(features, normal({1, 16, 6, 4}), 2), "[1, 16, 6, 4]");
    EXPECT_THROWS(safu(features, normal({1, 9, 3, 2}), 0), "scale is 0");
    EXPECT_THROWS(safu_from_logits(features, normal({1, 37, 3, 2}), 2), "[1, 37, 3, 2]");
    EXPECT_THROWS(safu(features, normal({1, 9, 6, 4}, at::kBFloat16), 2), "BFloat16");
    EXPECT_THROWS(safu(features, normal({1, 9, 6, 4}).to(at::kMeta), 2), "on cpu and on meta");
}

TEST(SafuWritesIntoALargerMap) {
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        const at::Tensor features = normal({2, 24, 7, 9}, type),
                         logits = normal({2, 36, 7, 9}, type);
        const at::Tensor expected = safu_from_logits(features, logits, 2);
        const at::Tensor map =
            at::full({2, 24, 16, 21}, 7, type).contiguous(at::MemoryFormat::ChannelsLast);
        const at::Tensor inside = map.narrow(2, 1, 14).narrow(3, 2, 18);
        for_each_isa([&] {
            safu_from_logits(features, logits, 2, nullptr, inside);
            EXPECT_CLOSE(inside, expected, tolerance(type));
        });
        EXPECT(map.narrow(2, 15, 1).eq(7).all().item<bool>());
        EXPECT(map.narrow(3, 0, 2).eq(7).all().item<bool>());
        EXPECT_THROWS(safu_from_logits(features, logits, 2, nullptr, map), "into");
    }
}

TEST(WindowIsAPartOfTheWhole) {
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        const auto last = at::MemoryFormat::ChannelsLast;
        const at::Tensor features = normal({1, 16, 9, 11}).to(type).contiguous(last);
        const at::Tensor logits = normal({1, 100, 9, 11}).to(type).contiguous(last);
        const at::Tensor whole = safu_from_logits(features, logits, 2);
        for (const auto& [top, left] : {std::pair{0, 0}, {3, 2}, {5, 7}}) {
            const at::Tensor part = at::empty({1, 16, 8, 8}, whole.options(), last);
            safu_window(
                features, logits.narrow(2, top, 4).narrow(3, left, 4), {top, left, 2, part, {}});
            EXPECT(at::equal(part, whole.narrow(2, 2 * top, 8).narrow(3, 2 * left, 8)));
        }
        EXPECT_THROWS(safu_window(features, logits, {1, 0, 2, whole, {}}), "leaves features");
    }
}
