// Every operator on the GPU against the same operator on the processor.
#include <ATen/Context.h>
#include <ATen/cuda/CUDAContext.h>

#include "model/kernels/class_norm/class_norm.h"
#include "model/kernels/label_conv/label_conv.h"
#include "model/kernels/local_generator/local_generator.h"
#include "model/kernels/local_generator/training.h"
#include "model/kernels/safu/safu.h"
#include "tests/model/check.h"
#include "tests/model/kernels/gradients.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

void need_gpu() {
    if (!at::hasCUDA() || at::cuda::device_count() == 0) {
        SKIP("this machine has no NVIDIA GPU");
    }
}

at::Tensor on_gpu(const at::Tensor& x) {
    return x.defined() ? x.to(at::kCUDA) : x;
}

void safu_agrees(at::ScalarType type, at::IntArrayRef size, int64_t k, int64_t scale) {
    const at::Tensor features = normal(size, type);
    const at::Tensor kernels = normal({size[0], k * k, size[2] * scale, size[3] * scale}, type);
    const at::Tensor logits = normal({size[0], k * k * scale * scale, size[2], size[3]}, type);
    for (const at::Tensor& f : layouts(features)) {
        for (const at::Tensor& map : layouts(kernels)) {
            const at::Tensor y = safu(on_gpu(f), on_gpu(map), scale);
            EXPECT(y.is_cuda() && y.scalar_type() == type);
            EXPECT_CLOSE(y, safu(features, kernels, scale), tolerance(type));
        }
    }
    at::Tensor kept, expected;
    const at::Tensor y = safu_from_logits(on_gpu(features), on_gpu(logits), scale, &kept);
    EXPECT_CLOSE(y, safu_from_logits(features, logits, scale, &expected), tolerance(type));
    EXPECT_CLOSE(kept, expected, tolerance(type));
}

void label_conv_agrees(at::ScalarType type, int64_t k, int64_t classes) {
    const at::Tensor labels = random_labels({2, 17, 23}, classes);
    const at::Tensor weight = normal({40, classes, k, k}, type), bias = normal({40}, type);
    const at::Tensor y = label_conv(on_gpu(labels), on_gpu(weight), on_gpu(bias));
    EXPECT(y.is_cuda());
    EXPECT_CLOSE(y, label_conv(labels, weight, bias), tolerance(type));
}

void class_norm_agrees(at::ScalarType type, int64_t classes) {
    const at::IntArrayRef size = {2, 24, 37, 41};
    const at::Tensor x = normal(size, type) * 2 + 1;
    ClassNormOptions options;
    options.noise_strength = normal({24}, type);
    options.noise_seed = 4294967295u;
    options.noise_level = 3;
    options.labels = random_labels({2, 37, 41}, classes);
    options.gamma = normal({classes, 24}, type);
    options.beta = normal({classes, 24}, type);
    options.style_scale = normal({2, 24}, type);
    options.style_shift = normal({2, 24}, type);
    options.relu = true;
    options.residual = normal(size, type);
    ClassNormOptions there = options;
    for (at::Tensor* each : {&there.noise_strength,
                             &there.labels,
                             &there.gamma,
                             &there.beta,
                             &there.style_scale,
                             &there.style_shift,
                             &there.residual}) {
        *each = on_gpu(*each);
    }
    EXPECT_CLOSE(class_norm(on_gpu(x), there), class_norm(x, options), tolerance(type));
    EXPECT_CLOSE(class_norm(on_gpu(x), {}), class_norm(x, {}), tolerance(type));
}

void local_generator_agrees(at::ScalarType type, int64_t k, int64_t classes, bool combine) {
    const at::Tensor features = normal({2, 20, 19, 13}, type);
    const at::Tensor labels = random_labels({2, 19, 13}, classes);
    const at::Tensor weight = (normal({classes, 3, 20, k, k}) * 0.1).to(type);
    const at::Tensor bias = normal({classes, 3}, type);
    at::Tensor combine_weight, combine_bias;
    if (combine) {
        combine_weight = (normal({3, 3 * classes, 3, 3}) * 0.1).to(type);
        combine_bias = normal({3}, type);
    }
    const LocalOutputs here =
        local_generator(features, labels, weight, bias, combine_weight, combine_bias, true);
    const LocalOutputs there = local_generator(on_gpu(features),
                                               on_gpu(labels),
                                               on_gpu(weight),
                                               on_gpu(bias),
                                               on_gpu(combine_weight),
                                               on_gpu(combine_bias),
                                               true);
    EXPECT(there.image.is_cuda());
    EXPECT_CLOSE(there.image, here.image, 1e-5);
    EXPECT_CLOSE(there.per_class, here.per_class, 1e-5);
}

}  // namespace

TEST(SafuOnTheGpuAgrees) {
    need_gpu();
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        safu_agrees(type, {2, 17, 5, 7}, 5, 2);
        safu_agrees(type, {1, 130, 3, 2}, 3, 3);
        safu_agrees(type, {1, 64, 33, 20}, 7, 4);
        safu_agrees(type, {1, 1, 1, 1}, 1, 1);
    }
}

TEST(LabelConvOnTheGpuAgrees) {
    need_gpu();
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        label_conv_agrees(type, 3, 6);
        label_conv_agrees(type, 7, 182);
    }
}

TEST(ClassNormOnTheGpuAgrees) {
    need_gpu();
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        class_norm_agrees(type, 6);
        class_norm_agrees(type, 182);
    }
}

TEST(LocalGeneratorOnTheGpuAgrees) {
    need_gpu();
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        for (const bool combine : {false, true}) {
            local_generator_agrees(type, 3, 6, combine);
            local_generator_agrees(type, 7, 182, combine);
        }
    }
}

namespace {

/// `f` called with everything on the GPU has the gradients that it has on the processor in double.
void gradients_agree(const Operator& f, const std::vector<at::Tensor>& inputs) {
    expect_same_gradients(
        [&](const auto& in) {
            std::vector<at::Tensor> there;
            for (const at::Tensor& input : in) {
                there.push_back(on_gpu(input));
            }
            const std::vector<at::Tensor> outputs = f(there);
            for (const at::Tensor& output : outputs) {
                EXPECT(output.is_cuda());
            }
            return outputs;
        },
        f,
        inputs,
        inputs[0].scalar_type() == at::kFloat ? 2e-5 : 2e-2);
}

at::Tensor beside(const at::Tensor& x, const at::Tensor& other) {
    return x.to(other.device());
}

}  // namespace

TEST(GradientsOfSafuOnTheGpuAgree) {
    need_gpu();
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        const at::Tensor features = normal({2, 17, 5, 7}, type);
        gradients_agree([](const auto& in) { return std::vector{safu(in[0], in[1], 2)}; },
                        {features, normal({2, 25, 10, 14}, type)});
        gradients_agree(
            [](const auto& in) { return std::vector{safu_from_logits(in[0], in[1], 2)}; },
            {features, normal({2, 100, 5, 7}, type)});
    }
}

TEST(GradientsOfLabelConvOnTheGpuAgree) {
    need_gpu();
    const at::Tensor labels = random_labels({2, 9, 7}, 6);
    gradients_agree(
        [&](const auto& in) {
            return std::vector{label_conv(beside(labels, in[0]), in[0], in[1])};
        },
        {normal({16, 6, 3, 3}), normal({16})});
}

TEST(GradientsOfClassNormOnTheGpuAgree) {
    need_gpu();
    const at::Tensor labels = random_labels({2, 9, 7}, 6);
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        gradients_agree(
            [&](const auto& in) {
                ClassNormOptions options;
                options.labels = beside(labels, in[0]);
                options.gamma = in[1];
                options.beta = in[2];
                options.noise_strength = in[3];
                options.noise_seed = 7;
                return std::vector{class_norm(in[0], options)};
            },
            {normal({2, 24, 9, 7}, type),
             normal({6, 24}, type),
             normal({6, 24}, type),
             normal({24}, type)});
    }
}

TEST(GradientsOfTheLocalGeneratorOnTheGpuAgree) {
    need_gpu();
    const at::Tensor labels = random_labels({2, 9, 7}, 6), real = at::tanh(normal({2, 3, 9, 7}));
    for (const auto type : {at::kFloat, at::kBFloat16}) {
        gradients_agree(
            [&](const auto& in) {
                const LocalTrainingOutputs out = local_generator_training(
                    in[0], beside(labels, in[0]), in[1], in[2], beside(real, in[0]));
                return std::vector{out.image, out.masked_l1};
            },
            {normal({2, 20, 9, 7}, type),
             (normal({6, 3, 20, 3, 3}) * 0.2).to(type),
             normal({6, 3}, type)});
    }
}

TEST(NoiseOnTheGpuIsTheProcessors) {
    need_gpu();
    const at::TensorOptions there = at::TensorOptions(at::kDouble).device(at::kCUDA);
    EXPECT(at::equal(noise_map(7, 3, 20, 30, there).cpu(), noise_map(7, 3, 20, 30)));
}
