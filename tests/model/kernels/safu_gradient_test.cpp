// SAFU's gradients against those of unfold, over sizes, scales, types and instruction sets.
#include "model/kernels/safu/safu.h"
#include "tests/model/kernels/gradients.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

struct Case {
    int64_t batch, channels, height, width, k, scale;
};

const std::vector<Case> kCases = {
    {1, 1, 1, 1, 5, 2},
    {2, 8, 7, 5, 5, 2},
    {1, 17, 9, 3, 3, 3},
    {2, 33, 5, 4, 7, 2},
    {1, 64, 6, 9, 5, 4},
    {1, 100, 2, 12, 5, 2},
    {1, 16, 3, 4, 7, 1},
};

double allowed(at::ScalarType type) {
    return type == at::kFloat ? 2e-5 : 2e-2;
}

}  // namespace

TEST(GradientsOfFeaturesAndKernelsMatchReference) {
    for_each_isa([] {
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            for (const Case& c : kCases) {
                const at::Tensor f = normal({c.batch, c.channels, c.height, c.width}, type);
                const at::Tensor k =
                    normal({c.batch, c.k * c.k, c.height * c.scale, c.width * c.scale}, type);
                expect_same_gradients(
                    [&](const auto& in) { return std::vector{safu(in[0], in[1], c.scale)}; },
                    [&](const auto& in) {
                        return std::vector{safu_reference(in[0], in[1], c.scale)};
                    },
                    {f, k},
                    allowed(type));
            }
        }
    });
}

TEST(GradientsThroughTheSoftmaxMatchReference) {
    for_each_isa([] {
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            for (const Case& c : kCases) {
                const at::Tensor f = normal({c.batch, c.channels, c.height, c.width}, type);
                const at::Tensor logits =
                    normal({c.batch, c.k * c.k * c.scale * c.scale, c.height, c.width}, type) * 3;
                expect_same_gradients(
                    [&](const auto& in) {
                        return std::vector{safu_from_logits(in[0], in[1], c.scale)};
                    },
                    [&](const auto& in) {
                        return std::vector{safu_reference(
                            in[0], at::pixel_shuffle(in[1], c.scale).softmax(1), c.scale)};
                    },
                    {f, logits},
                    allowed(type));
            }
        }
    });
}

TEST(GradientsOfChannelsLastFeaturesMatchReference) {
    const auto channels_last = [](const at::Tensor& x) {
        return x.contiguous(at::MemoryFormat::ChannelsLast);
    };
    expect_same_gradients(
        [](const auto& in) { return std::vector{safu_from_logits(in[0], in[1], 2)}; },
        [](const auto& in) {
            return std::vector{safu_reference(in[0], at::pixel_shuffle(in[1], 2).softmax(1), 2)};
        },
        {channels_last(normal({2, 24, 6, 5})), channels_last(normal({2, 100, 6, 5}))},
        2e-5);
}

TEST(ReferenceGradientsMatchFiniteDifferences) {
    const at::Tensor f = normal({2, 3, 4, 5}, at::kDouble), k = normal({2, 9, 8, 10}, at::kDouble);
    EXPECT(gradient_error([&](const at::Tensor& x) { return safu(x, k, 2); }, f) < 1e-6);
    EXPECT(gradient_error([&](const at::Tensor& x) { return safu(f, x, 2); }, k) < 1e-6);
    const at::Tensor logits = normal({2, 36, 4, 5}, at::kDouble);
    EXPECT(gradient_error([&](const at::Tensor& x) { return safu_from_logits(f, x, 2); }, logits) <
           1e-6);
}
