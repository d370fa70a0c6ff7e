// The fused branches against convolve, softmax, interpolate.
#include "model/kernels/fusion/fusion.h"

#include "model/kernels/reference_scope.h"
#include "tests/model/check.h"
#include "tests/model/kernels/variants.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

struct Case {
    int64_t batch, channels, height, width;
};

const std::vector<Case> kCases = {
    {1, 1, 1, 1}, {2, 3, 5, 7}, {1, 16, 9, 33}, {2, 20, 4, 6}, {1, 32, 17, 16}, {1, 67, 3, 21}};

struct Inputs {
    at::Tensor features, weight, bias, global, local;

    Inputs(const Case& c, at::ScalarType type)
        : features(normal({c.batch, c.channels, c.height, c.width}, type)),
          weight(normal({2, c.channels, 1, 1}, type) * 0.5),
          bias(normal({2}, type)),
          global(normal({c.batch, 3, c.height, c.width})),
          local(normal({c.batch, 3, c.height, c.width})) {}

    Fused expected() const {
        const auto wide = [](const at::Tensor& x) { return x.to(at::kDouble); };
        return fuse_reference(wide(features), wide(weight), wide(bias), wide(global), wide(local));
    }
};

}  // namespace

TEST(FusionMatchesReference) {
    for (const Case& c : kCases) {
        for (const auto type : {at::kFloat, at::kBFloat16}) {
            const Inputs in(c, type);
            const Fused expected = in.expected();
            for_each_isa([&] {
                for (const at::Tensor& features : layouts(in.features)) {
                    const Fused fused =
                        fuse(features, in.weight, in.bias, in.global, in.local, true);
                    EXPECT_CLOSE(
                        fused.image, expected.image, 1e-5);  // sums are float in both types
                    EXPECT_CLOSE(fused.weights, expected.weights, 1e-5);
                }
                for (const at::Tensor& global : layouts(in.global)) {
                    const Fused fused = fuse(in.features, in.weight, in.bias, global, in.local);
                    EXPECT_CLOSE(fused.image, expected.image, 1e-5);
                    EXPECT(!fused.weights.defined());
                }
            });
        }
    }
}

TEST(FusionOfLargeLogitsTakesOneBranch) {
    Inputs in({1, 16, 4, 40}, at::kFloat);
    in.bias = at::tensor({200.0f, -200.0f});
    EXPECT_CLOSE(fuse(in.features, in.weight, in.bias, in.global, in.local).image, in.local, 1e-6);
    in.bias = -in.bias;
    EXPECT_CLOSE(fuse(in.features, in.weight, in.bias, in.global, in.local).image, in.global, 1e-6);
}

TEST(FusionKeepsNotANumber) {
    Inputs in({1, 16, 4, 40}, at::kFloat);
    in.features[0][3][2][17] = NAN;
    const at::Tensor image = fuse(in.features, in.weight, in.bias, in.global, in.local).image;
    EXPECT(image.isnan().sum().item<int64_t>() == 3);
    EXPECT(image.select(2, 2).select(2, 17).isnan().all().item<bool>());
}

TEST(FusionRecordsGradients) {
    const Case c{1, 5, 4, 6};
    const Inputs in(c, at::kDouble);
    const auto wide = [](const at::Tensor& x) { return x.to(at::kDouble); };
    const auto of_features = [&](const at::Tensor& x) {
        return fuse(x, in.weight, in.bias, wide(in.global), wide(in.local)).image;
    };
    EXPECT(gradient_error(of_features, in.features) < 1e-6);
    const auto of_weight = [&](const at::Tensor& w) {
        return fuse(in.features, w, in.bias, wide(in.global), wide(in.local)).image;
    };
    EXPECT(gradient_error(of_weight, in.weight) < 1e-6);
    Inputs single(c, at::kFloat);
    single.features.requires_grad_();
    EXPECT(fuse(single.features, single.weight, single.bias, single.global, single.local)
               .image.requires_grad());
}

TEST(FusionRefusesWhatDoesNotFit) {
    const Inputs in({1, 8, 4, 6}, at::kFloat);
    EXPECT_THROWS(fuse(in.features, in.weight.narrow(1, 0, 4), in.bias, in.global, in.local),
                  "weight is [2, 4, 1, 1]");
    EXPECT_THROWS(fuse(in.features, in.weight, in.bias, in.global.narrow(3, 0, 5), in.local),
                  "global is [1, 3, 4, 5]");
}
