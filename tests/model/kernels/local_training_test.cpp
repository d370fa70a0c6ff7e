// The local generator's picture, Eq. 3 and their gradients against masked dense convolutions.
#include "model/kernels/local_generator/training.h"

#include "model/kernels/local_generator/local_generator.h"
#include "tests/model/kernels/gradients.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

struct Case {
    int64_t batch, classes, channels, height, width, k;
};

const std::vector<Case> kCases = {
    {1, 1, 1, 2, 2, 3}, {2, 5, 8, 9, 7, 3}, {1, 12, 33, 8, 5, 7}, {2, 3, 40, 4, 6, 1}};

/// Blobs of classes with void among them, the last class absent.
at::Tensor blobs(const Case& c) {
    const at::Tensor coarse = random_labels({c.batch, c.height, c.width}, c.classes - 1);
    return coarse.repeat_interleave(2, 2).narrow(2, 0, c.width).contiguous();
}

std::vector<at::Tensor> inputs(const Case& c, at::ScalarType type) {
    return {normal({c.batch, c.channels, c.height, c.width}, type),
            (normal({c.classes, 3, c.channels, c.k, c.k}) * 0.2).to(type),
            normal({c.classes, 3}, type)};
}

double allowed(at::ScalarType type) {
    return type == at::kFloat ? 2e-5 : 2e-2;
}

}  // namespace

TEST(GradientsOfPictureAndPerClassMatchReference) {
    for_each_isa([] {
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            for (const Case& c : kCases) {
                const at::Tensor labels = blobs(c);
                expect_same_gradients(
                    [&](const auto& in) {
                        const auto out =
                            local_generator_training(in[0], labels, in[1], in[2], {}, true);
                        return std::vector{out.image, out.per_class};
                    },
                    [&](const auto& in) {
                        const auto out =
                            local_generator_training_reference(in[0], labels, in[1], in[2]);
                        return std::vector{out.image, out.per_class};
                    },
                    inputs(c, type),
                    allowed(type));
            }
        }
    });
}

TEST(GradientsOfTheMaskedL1MatchReference) {
    for_each_isa([] {
        for (const Case& c : kCases) {
            const at::Tensor labels = blobs(c);
            const at::Tensor real = at::tanh(normal({c.batch, 3, c.height, c.width}));
            expect_same_gradients(
                [&](const auto& in) {
                    const auto out = local_generator_training(in[0], labels, in[1], in[2], real);
                    EXPECT(!out.per_class.defined());
                    return std::vector{out.image, out.masked_l1};
                },
                [&](const auto& in) {
                    const auto out = local_generator_training_reference(
                        in[0], labels, in[1], in[2], real.to(at::kDouble));
                    return std::vector{out.image, out.masked_l1};
                },
                inputs(c, at::kFloat),
                2e-5);
        }
    });
}

TEST(GradientsOfTheOperatorsMatchReference) {
    for (const at::ScalarType type : {at::kDouble, at::kBFloat16}) {
        for (const Case& c : kCases) {
            const at::Tensor labels = blobs(c);
            const at::Tensor real = at::tanh(normal({c.batch, 3, c.height, c.width}));
            const auto all = [](const LocalTrainingOutputs& out) {
                return std::vector{out.image, out.per_class, out.masked_l1};
            };
            expect_same_gradients(
                [&](const auto& in) {
                    return all(local_generator_operators(in[0], labels, in[1], in[2], real, true));
                },
                [&](const auto& in) {
                    return all(local_generator_training_reference(
                        in[0], labels, in[1], in[2], real.to(at::kDouble)));
                },
                inputs(c, type),
                type == at::kDouble ? 1e-12 : 2e-2);
        }
    }
}

TEST(OperatorsDrawWhereNoPixelHasAClass) {
    const Case c = kCases[1];
    const at::Tensor nowhere = at::full({c.batch, c.height, c.width}, -1, at::kInt);
    const auto in = inputs(c, at::kDouble);
    EXPECT_CLOSE(local_generator_operators(in[0], nowhere, in[1], in[2]).image,
                 local_generator_training_reference(in[0], nowhere, in[1], in[2]).image,
                 1e-12);
}

TEST(TheDoorRecordsTheSameGradients) {
    const Case c = kCases[1];
    const at::Tensor labels = blobs(c);
    std::vector<at::Tensor> all = inputs(c, at::kFloat);
    all.push_back(normal({3, 3 * c.classes, 3, 3}) * 0.1);
    all.push_back(normal({3}));
    expect_same_gradients(
        [&](const auto& in) {
            return std::vector{local_generator(in[0], labels, in[1], in[2], in[3], in[4]).image};
        },
        [&](const auto& in) {
            return std::vector{
                local_generator_reference(in[0], labels, in[1], in[2], in[3], in[4]).image};
        },
        all,
        2e-5);
}

TEST(ReferenceGradientsMatchFiniteDifferences) {
    const Case c = kCases[1];
    const at::Tensor labels = blobs(c), real = normal({c.batch, 3, c.height, c.width}, at::kDouble);
    const std::vector<at::Tensor> in = inputs(c, at::kDouble);
    for (size_t which = 0; which < in.size(); ++which) {
        const auto outputs = [&](const at::Tensor& x) {
            std::vector<at::Tensor> moved = in;
            moved[which] = x;
            return local_generator_training(moved[0], labels, moved[1], moved[2], real);
        };
        EXPECT(gradient_error([&](const at::Tensor& x) { return outputs(x).image; }, in[which]) <
               1e-6);
        EXPECT(gradient_error([&](const at::Tensor& x) { return outputs(x).masked_l1; },
                              in[which]) < 1e-5);
    }
}
