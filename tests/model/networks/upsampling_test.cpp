// The eight ways of upsampling give the reference's outputs and gradients.
#include "model/networks/upsampling.h"

#include <torch/types.h>
#include <torch/utils.h>

#include "tests/model/check.h"
#include "tests/model/fixture.h"

using namespace tessera;
using tessera::test::fixture;

namespace {

Upsample upsample(const std::string& kind) {
    return Upsample(UpsampleOptions{.channels = 32, .kind = kind, .sau_compressed = 16});
}

/// Outputs, and gradients of the mean of the squared output.
void reproduce(const std::string& kind) {
    const auto expected = fixture("upsample-" + kind);
    Upsample module = upsample(kind);
    expected.load(*module);
    const at::Tensor x = expected["input.x"].clone().requires_grad_();
    {
        const at::NoGradGuard no_grad;
        EXPECT_CLOSE(module->forward(x), expected["output.y"], 1e-4);
    }
    const at::Tensor y = module->forward(x);
    EXPECT_CLOSE(y, expected["output.y"], 1e-4);
    y.square().mean().backward();
    EXPECT_CLOSE(x.grad(), expected["grad.input.x"], 1e-3);
    for (const auto& parameter : module->named_parameters()) {
        const at::Tensor gradient = expected["grad.param." + parameter.key()];
        if (gradient.abs().max().item<double>() < 1e-12) {
            // A softmax does not see what all its inputs share: this gradient is zero.
            EXPECT(parameter->grad().abs().max().item<double>() < 1e-6);
        } else {
            EXPECT_CLOSE(parameter->grad(), gradient, 1e-3);
        }
    }
}

}  // namespace

TEST(NearestAsReference) {
    reproduce("nearest");
}

TEST(BilinearAsReference) {
    reproduce("bilinear");
}

TEST(BicubicAsReference) {
    reproduce("bicubic");
}

TEST(DeconvolutionAsReference) {
    reproduce("deconv");
}

TEST(PixelShuffleAsReference) {
    reproduce("pixel_shuffle");
}

TEST(SpatialAttentionAsReference) {
    reproduce("spatial_attention");
}

TEST(InvolutionAsReference) {
    reproduce("involution");
}

TEST(SemanticAwareUpsamplingAsReference) {
    reproduce("sau");
}

TEST(KernelsSumToOneAndAreGivenWhereAskedFor) {
    const at::NoGradGuard no_grad;
    Upsample module = upsample("sau");
    at::Tensor kernels;
    const at::Tensor y = module->forward(torch::randn({1, 32, 4, 6}), &kernels);
    EXPECT(kernels.sizes() == at::IntArrayRef({1, 25, 8, 12}));
    EXPECT_CLOSE(kernels.sum(1), torch::ones({1, 8, 12}), 1e-5);
    EXPECT(y.sizes() == at::IntArrayRef({1, 32, 8, 12}));
}

TEST(AnyKernelSizeAndScale) {
    const at::NoGradGuard no_grad;
    for (const int64_t k : {1, 3, 7}) {
        for (const int64_t s : {1, 2, 3}) {
            SemanticAwareUpsampling module(
                SauOptions{.channels = 5, .compressed = 4, .kernel = k, .scale = s});
            const at::Tensor f = torch::ones({2, 5, 9, 8});
            const at::Tensor y = module->forward(f);
            EXPECT(y.sizes() == at::IntArrayRef({2, 5, 9 * s, 8 * s}));
            // Kernels sum to 1, so a constant stays what it is wherever no window leaves the map.
            const int64_t rim = k / 2 * s;
            const at::Tensor inner = y.slice(2, rim, 9 * s - rim).slice(3, rim, 8 * s - rim);
            EXPECT_CLOSE(inner, at::ones_like(inner), 1e-5);
        }
    }
}

TEST(RefusesAnUnknownKind) {
    EXPECT_THROWS(upsample("cubic")->forward(torch::zeros({1, 32, 4, 4})), "unknown kind cubic");
}
