// The class norm's gradients against those of its steps one by one.
#include "model/kernels/class_norm/class_norm.h"
#include "tests/model/kernels/gradients.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

struct Case {
    int64_t batch, channels, height, width;
};

const std::vector<Case> kCases = {{1, 1, 2, 2}, {2, 8, 7, 5}, {1, 33, 9, 64}, {2, 48, 20, 31}};
constexpr int64_t kClasses = 5;

double allowed(at::ScalarType type) {
    return type == at::kFloat ? 5e-5 : 4e-2;
}

/// x, strength, gamma, beta, style scale, style shift, residual.
std::vector<at::Tensor> everything(const Case& c, at::ScalarType type) {
    return {normal({c.batch, c.channels, c.height, c.width}, type) * 2 + 3,
            normal({c.channels}, type),
            normal({kClasses, c.channels}, type),
            normal({kClasses, c.channels}, type),
            normal({c.batch, c.channels}, type),
            normal({c.batch, c.channels}, type),
            normal({c.batch, c.channels, c.height, c.width}, type)};
}

ClassNormOptions options_of(const std::vector<at::Tensor>& in,
                            const at::Tensor& labels,
                            bool relu) {
    ClassNormOptions options;
    options.noise_strength = in[1];
    options.noise_seed = 7;
    options.noise_level = 2;
    options.labels = labels;
    options.gamma = in[2];
    options.beta = in[3];
    options.style_scale = in[4];
    options.style_shift = in[5];
    options.residual = in[6];
    options.relu = relu;
    return options;
}

}  // namespace

TEST(GradientsOfAllStepsMatchReference) {
    for_each_isa([] {
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            for (const Case& c : kCases) {
                // In bfloat16 a value that rounds across ReLU's corner takes its gradient along.
                const bool relu = type == at::kFloat;
                const at::Tensor labels = random_labels({c.batch, c.height, c.width}, kClasses);
                expect_same_gradients(
                    [&](const auto& in) {
                        return std::vector{class_norm(in[0], options_of(in, labels, relu))};
                    },
                    [&](const auto& in) {
                        return std::vector{
                            class_norm_reference(in[0], options_of(in, labels, relu))};
                    },
                    everything(c, type),
                    allowed(type));
            }
        }
    });
}

TEST(GradientsOfThePlainNormMatchReference) {
    for_each_isa([] {
        for (const Case& c : kCases) {
            const auto plain = [](bool reference) {
                return [reference](const auto& in) {
                    ClassNormOptions options;
                    options.relu = true;
                    return std::vector{reference ? class_norm_reference(in[0], options)
                                                 : class_norm(in[0], options)};
                };
            };
            expect_same_gradients(plain(false),
                                  plain(true),
                                  {normal({c.batch, c.channels, c.height, c.width})},
                                  allowed(at::kFloat));
        }
    });
}

TEST(AMapFarFromZeroKeepsItsDigits) {
    const at::Tensor x = normal({1, 16, 24, 24}) + 1000;
    const auto norm = [](const auto& in) { return std::vector{class_norm_reference(in[0], {})}; };
    expect_same_gradients(
        [](const auto& in) { return std::vector{class_norm(in[0], {})}; }, norm, {x}, 1e-3);
}

TEST(ReferenceGradientsMatchFiniteDifferences) {
    const Case c{2, 3, 5, 4};
    const at::Tensor labels = random_labels({c.batch, c.height, c.width}, kClasses);
    const std::vector<at::Tensor> in = everything(c, at::kDouble);
    for (size_t which = 0; which < in.size(); ++which) {
        const auto f = [&](const at::Tensor& x) {
            std::vector<at::Tensor> moved = in;
            moved[which] = x;
            return class_norm(moved[0], options_of(moved, labels, true));
        };
        EXPECT(gradient_error(f, in[which]) < 1e-5);
    }
}
