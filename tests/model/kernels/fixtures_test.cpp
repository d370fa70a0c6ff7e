// SAFU and the texture noise give the numbers of the reference's fixtures.
#include "model/kernels/class_norm/class_norm.h"
#include "model/kernels/safu/safu.h"
#include "tests/model/check.h"
#include "tests/model/fixture.h"

using namespace tessera::kernels;
using tessera::test::fixture;

namespace {

void reproduce_safu(const std::string& name, int64_t scale) {
    const auto expected = fixture(name);
    EXPECT_CLOSE(
        safu(expected["input.f"], expected["input.kernels"], scale), expected["output.y"], 1e-4);
}

/// The fixtures hold the last 40 columns.
void reproduce_noise(uint32_t seed, uint32_t level, int64_t height, int64_t width) {
    const auto expected = fixture("noise-" + std::to_string(seed) + "-" + std::to_string(level));
    const at::Tensor columns =
        noise_map(seed, level, height, width).slice(1, std::max<int64_t>(width - 40, 0));
    EXPECT_CLOSE(columns.to(at::kFloat), expected["output.noise"], 1e-6);
}

}  // namespace

TEST(SafuAsReference) {
    reproduce_safu("safu-k3-s2-17x4x8", 2);
    reproduce_safu("safu-k5-s2-1x1x1", 2);
    reproduce_safu("safu-k5-s2-3x7x5", 2);
    reproduce_safu("safu-k5-s4-5x4x4", 4);
    reproduce_safu("safu-k7-s2-8x3x3", 2);
}

TEST(NoiseAsReference) {
    reproduce_noise(0, 0, 4, 6);
    reproduce_noise(20260, 3, 5, 3);
    reproduce_noise(4294967295u, 1, 2, 70000);
}
