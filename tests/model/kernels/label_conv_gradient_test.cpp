// The look-up convolution's gradients against those of one-hot, pad, convolve.
#include "model/kernels/label_conv/label_conv.h"
#include "tests/model/kernels/gradients.h"

using namespace tessera::test;
using namespace tessera::kernels;

TEST(GradientsOfWeightAndBiasMatchReference) {
    struct Case {
        int64_t batch, classes, channels, height, width, k;
    };
    const std::vector<Case> cases = {
        {1, 1, 1, 2, 2, 3}, {2, 5, 8, 9, 7, 3}, {1, 12, 33, 8, 5, 7}, {2, 3, 64, 1, 4, 1}};
    for_each_isa([&] {
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            for (const Case& c : cases) {
                const at::Tensor labels = random_labels({c.batch, c.height, c.width}, c.classes);
                expect_same_gradients(
                    [&](const auto& in) { return std::vector{label_conv(labels, in[0], in[1])}; },
                    [&](const auto& in) {
                        return std::vector{label_conv_reference(labels, in[0], in[1])};
                    },
                    {normal({c.channels, c.classes, c.k, c.k}, type), normal({c.channels}, type)},
                    type == at::kFloat ? 2e-5 : 2e-2);
            }
        }
    });
}
