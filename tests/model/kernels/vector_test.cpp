// The vectorised exp and tanh, and rounding to bfloat16, against the standard library and LibTorch.
#include <cmath>
#include <limits>

#include "model/kernels/local_generator/local_rows.h"
#include "tests/model/check.h"
#include "tests/model/kernels/variants.h"

// The lanes of the set that the test program itself is compiled for.
#define TESSERA_ISA in_the_test
#include "model/kernels/vector/lanes.h"
#include "model/kernels/vector/math.h"

using namespace tessera::test;
namespace lanes = tessera::kernels::in_the_test;

namespace {

float exp_of(float x) {
    return lanes::exp<4>(lanes::splat<4>(x))[0];
}

}  // namespace

TEST(ExpIsWithinItsError) {
    double worst = 0;
    for (double x = -87; x <= 88; x += 0.00137) {
        const double expected = std::exp(static_cast<double>(static_cast<float>(x)));
        worst = std::max(worst, std::abs(exp_of(static_cast<float>(x)) / expected - 1));
    }
    EXPECT(worst < 2e-7);
    EXPECT(exp_of(0) == 1);
}

TEST(ExpIsClampedAndKeepsNan) {
    EXPECT(exp_of(-1e30f) == exp_of(-87) && exp_of(1e30f) == exp_of(88));
    EXPECT(exp_of(-std::numeric_limits<float>::infinity()) == exp_of(-87));
    EXPECT(std::isnan(exp_of(std::nanf(""))));
}

TEST(TanhIsWithinItsErrorOnEveryInstructionSet) {
    // Both signs, through the change of formula at 0.5, down to the smallest numbers.
    const at::Tensor steps = at::arange(1, 1 << 16, at::kFloat) / 2048;
    const at::Tensor tiny = at::exp2(-at::arange(0, 125, at::kFloat));
    at::Tensor x = at::cat({steps, -steps, tiny, -tiny});
    x = at::constant_pad_nd(x, {0, (16 - x.numel() % 16) % 16});
    const at::Tensor expected = x.to(at::kDouble).tanh();
    for_each_isa([&] {
        at::Tensor y = x.clone();
        tessera::kernels::tanh_in_place(y.mutable_data_ptr<float>(), y.numel());
        const at::Tensor error =
            (y.to(at::kDouble) - expected).abs() / expected.abs().clamp_min(1e-44);
        EXPECT(error.max().item<double>() < 3e-7);
    });
}

TEST(TanhSaturatesAndKeepsNan) {
    for_each_isa([] {
        at::Tensor y = at::zeros({16});
        y[0] = 1e30;
        y[1] = -std::numeric_limits<double>::infinity();
        y[2] = std::nan("");
        tessera::kernels::tanh_in_place(y.mutable_data_ptr<float>(), 16);
        EXPECT(y[0].item<float>() == 1 && y[1].item<float>() == -1);
        EXPECT(y[2].isnan().item<bool>() && y[3].item<float>() == 0);
    });
}

TEST(Bfloat16RoundsAsLibTorchDoes) {
    // Every exponent, ties in both directions, infinity.
    at::Tensor bits = at::arange(0, 0x7f81, at::kInt).bitwise_left_shift(16);
    bits = at::cat({bits, bits + 0x7fff, bits + 0x8000, bits + 0x8001});
    const at::Tensor values = bits.view(at::kFloat);
    const at::Tensor expected = values.to(at::kBFloat16);
    const float* from = values.const_data_ptr<float>();
    for (int64_t i = 0; i + 4 <= values.numel(); i += 4) {
        tessera::kernels::Bfloat16 vector[4], pair[8], scalar;
        lanes::store<4>(vector, lanes::load<4>(from + i));
        lanes::store_pair<4>(pair, {lanes::load<4>(from + i), lanes::load<4>(from + i)});
        for (int64_t j = 0; j < 4; ++j) {
            const at::BFloat16 right = expected.const_data_ptr<at::BFloat16>()[i + j];
            lanes::from_float(from[i + j], &scalar);
            if (std::isnan(from[i + j])) {
                EXPECT(std::isnan(lanes::to_float(vector[j])) &&
                       std::isnan(lanes::to_float(scalar)));
                continue;
            }
            EXPECT(vector[j].bits == right.x && scalar.bits == right.x);
            EXPECT(pair[2 * j].bits == right.x && pair[2 * j + 1].bits == right.x);
        }
    }
}
