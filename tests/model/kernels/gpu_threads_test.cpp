// The arithmetic of the CUDA kernels, thread by thread on the processor, against the references.
#include <numeric>

#include "model/kernels/class_norm/class_norm.h"
#include "model/kernels/class_norm/norm_threads.h"
#include "model/kernels/dense.h"
#include "model/kernels/label_conv/label_conv.h"
#include "model/kernels/label_conv/label_threads.h"
#include "model/kernels/local_generator/local_generator.h"
#include "model/kernels/local_generator/local_threads.h"
#include "model/kernels/safu/backward_threads.h"
#include "model/kernels/safu/safu.h"
#include "model/kernels/safu/safu_threads.h"
#include "tests/model/check.h"
#include "tests/model/kernels/gradients.h"
#include "tests/model/kernels/run_on_host.h"
#include "tests/model/kernels/variants.h"

using namespace tessera::test;
using namespace tessera::kernels;

namespace {

at::Tensor wide(const at::Tensor& x) {
    return x.to(at::kDouble);
}

template <class T>
SafuThreads<T> safu_args(const at::Tensor& features,
                         const at::Tensor& output,
                         int64_t k,
                         int64_t scale) {
    SafuThreads<T> args{};
    args.features = elements<T>(features);
    args.output = writable<T>(output);
    args.batch = features.size(0);
    args.channels = features.size(1);
    args.height = features.size(2);
    args.width = features.size(3);
    args.k = k;
    args.scale = scale;
    return args;
}

template <class T>
void run_safu(const SafuThreads<T>& args) {
    run_on_host<SafuThreads<T>, safu_load<T>, safu_softmax<T>, safu_accumulate<T>>(
        args, safu_shape(args));
}

template <class T>
void safu_threads_match(at::ScalarType type,
                        at::IntArrayRef size,  // B,C,H,W
                        int64_t k,
                        int64_t scale) {
    const int64_t b = size[0], h = size[2], w = size[3];
    const at::Tensor features = channels_last(normal(size, type));
    const at::Tensor output = empty_channels_last(b, size[1], h * scale, w * scale, features);
    const at::Tensor kernels = normal({b, k * k, h * scale, w * scale}, type);
    for (const at::Tensor& map : layouts(kernels)) {
        SafuThreads<T> args = safu_args<T>(features, output, k, scale);
        args.kernels = elements<T>(map);
        args.batch_stride = map.stride(0);
        args.tap_stride = map.stride(1);
        args.row_stride = map.stride(2);
        args.column_stride = map.stride(3);
        run_safu(args);
        EXPECT_CLOSE(output, safu_reference(wide(features), wide(map), scale), tolerance(type));
    }
    const at::Tensor logits = channels_last(normal({b, k * k * scale * scale, h, w}, type) * 4);
    const at::Tensor softmax = at::pixel_shuffle(wide(logits), scale).softmax(1);
    const at::Tensor kept = empty_channels_last(b, k * k, h * scale, w * scale, features);
    SafuThreads<T> args = safu_args<T>(features, output, k, scale);
    args.logits = elements<T>(logits);
    run_safu(args);
    EXPECT_CLOSE(output, safu_reference(wide(features), softmax, scale), tolerance(type));
    args.kernels_out = writable<T>(kept);
    run_safu(args);
    EXPECT_CLOSE(kept, softmax, tolerance(type));
}

}  // namespace

TEST(SafuThreadsMatchReference) {
    for (const int64_t scale : {1, 2, 3}) {
        safu_threads_match<float>(at::kFloat, {2, 17, 5, 7}, 5, scale);
        safu_threads_match<Bfloat16>(at::kBFloat16, {1, 130, 3, 2}, 3, scale);
    }
    safu_threads_match<float>(at::kFloat, {1, 1, 1, 1}, 7, 4);
    safu_threads_match<float>(at::kFloat, {1, 3, 1, 9}, 1, 2);
    safu_threads_match<float>(at::kFloat, {1, 4, 2, 3}, 15, 6);  // a block a pixel
}

namespace {

template <class T>
void run_safu_backward(const SafuBackward<T>& args) {
    using Args = SafuBackward<T>;
    if (args.logits != nullptr) {
        run_on_host<Args, softmax_of_output<T>>(args, output_shape(args));
    }
    run_on_host<Args, gradient_of_weight<T>>(args, weight_shape(args));
    if (args.logits != nullptr) {
        run_on_host<Args, through_softmax<T>>(args, output_shape(args));
    }
    run_on_host<Args, gradient_of_feature<T>>(args, feature_shape(args));
}

/// The threads' gradients of features and of kernels or logits, which come by source pixel.
template <class T>
void safu_backward_matches(at::ScalarType type, at::IntArrayRef size, int64_t k, int64_t scale) {
    const int64_t b = size[0], h = size[2], w = size[3];
    const at::Tensor features = channels_last(normal(size, type));
    const at::Tensor direction = channels_last(normal({b, size[1], h * scale, w * scale}, type));
    const at::Tensor values = normal({b, h, w, k * k, scale * scale}, type) * 3;
    const auto as_maps = [&](const at::Tensor& x) {
        return at::pixel_shuffle(x.flatten(3).permute({0, 3, 1, 2}), scale);
    };
    const at::Tensor grad_features = at::empty_like(features);
    const at::Tensor grad_kernels = at::empty(values.sizes());
    SafuBackward<T> args{};
    args.features = elements<T>(features);
    args.grad_output = elements<T>(direction);
    args.batch = b;
    args.height = h;
    args.width = w;
    args.channels = size[1];
    args.k = k;
    args.scale = scale;
    args.grad_features = writable<T>(grad_features);
    args.grad_kernels = writable<float>(grad_kernels);
    for (const bool of_logits : {false, true}) {
        const at::Tensor kernels = of_logits ? at::empty(values.sizes()) : values.to(at::kFloat);
        args.logits = of_logits ? elements<T>(values) : nullptr;
        args.kernels = writable<float>(kernels);
        run_safu_backward(args);
        const auto expected = input_gradients(
            [&](const auto& in) {
                const at::Tensor maps = as_maps(in[1]);
                return std::vector{
                    safu_reference(in[0], of_logits ? maps.softmax(1) : maps, scale)};
            },
            {wide(features), wide(values)},
            {direction});
        EXPECT_CLOSE(grad_features, expected[0], tolerance(type));
        EXPECT_CLOSE(grad_kernels, expected[1], 1e-5);
    }
}

}  // namespace

TEST(SafuBackwardThreadsMatchReference) {
    for (const int64_t scale : {1, 2, 3}) {
        safu_backward_matches<float>(at::kFloat, {2, 16, 5, 7}, 5, scale);
        safu_backward_matches<Bfloat16>(at::kBFloat16, {1, 136, 3, 2}, 3, scale);
    }
    safu_backward_matches<float>(at::kFloat, {1, 8, 1, 1}, 7, 4);
    safu_backward_matches<float>(at::kFloat, {1, 8, 1, 9}, 1, 2);
}

namespace {

template <class T>
void label_threads_match(at::ScalarType type, const at::Tensor& labels, at::IntArrayRef size) {
    const at::Tensor weight = normal(size, type), bias = normal({size[0]}, type);
    const at::Tensor by_class = weight.permute({1, 2, 3, 0}).contiguous();
    const at::Tensor output =
        empty_channels_last(labels.size(0), size[0], labels.size(1), labels.size(2), weight);
    LabelConvThreads<T> args{labels.const_data_ptr<int32_t>(),
                             elements<T>(by_class),
                             elements<T>(bias),
                             writable<T>(output),
                             labels.size(0),
                             labels.size(1),
                             labels.size(2),
                             size[0],
                             size[1],
                             size[2]};
    run_on_host<LabelConvThreads<T>, label_conv_thread<T>>(args, label_conv_shape(args));
    EXPECT_CLOSE(output, label_conv_reference(labels, wide(weight), wide(bias)), tolerance(type));
    args.bias = nullptr;
    run_on_host<LabelConvThreads<T>, label_conv_thread<T>>(args, label_conv_shape(args));
    EXPECT_CLOSE(output, label_conv_reference(labels, wide(weight), {}), tolerance(type));
}

}  // namespace

TEST(LabelConvThreadsMatchReference) {
    label_threads_match<float>(at::kFloat, random_labels({2, 7, 5}, 6), {20, 6, 5, 5});
    label_threads_match<float>(at::kFloat, random_labels({1, 1, 3}, 2), {3, 2, 1, 1});
    label_threads_match<Bfloat16>(at::kBFloat16, random_labels({1, 9, 4}, 182), {64, 182, 7, 7});
}

namespace {

template <class T>
void norm_threads_match(at::ScalarType type,
                        at::IntArrayRef size,
                        int64_t classes,
                        bool everything) {
    const at::Tensor x = channels_last(normal(size, type) * 2 + 3);
    ClassNormOptions options;
    if (everything) {
        options.noise_strength = normal({size[1]});
        options.noise_seed = 5;
        options.noise_level = 2;
        options.labels = random_labels({size[0], size[2], size[3]}, classes);
        options.gamma = normal({classes, size[1]});
        options.beta = normal({classes, size[1]});
        options.style_scale = normal({size[0], size[1]});
        options.style_shift = normal({size[0], size[1]});
        options.relu = true;
        options.residual = channels_last(normal(size, type));
    }
    const at::Tensor y = at::empty_like(x);
    NormThreads<T> args{};
    args.x = elements<T>(x);
    args.residual = elements<T>(options.residual);
    args.y = writable<T>(y);
    args.batch = size[0];
    args.channels = size[1];
    args.height = size[2];
    args.width = size[3];
    args.classes = everything ? classes : 0;
    args.strength = elements<float>(options.noise_strength);
    args.noise_seed = options.noise_seed;
    args.noise_level = options.noise_level;
    args.labels = everything ? options.labels.const_data_ptr<int32_t>() : nullptr;
    args.gamma = elements<float>(options.gamma);
    args.beta = elements<float>(options.beta);
    args.style_scale = elements<float>(options.style_scale);
    args.style_shift = elements<float>(options.style_shift);
    args.relu = options.relu;
    args.eps = options.eps;
    std::vector<float> moments(args.batch * args.chunks() * 3 * args.channels);
    std::vector<float> means(args.batch * args.channels);
    std::vector<float> tables(args.batch * (args.classes + 1) * 2 * args.channels);
    args.moments = moments.data();
    args.means = means.data();
    args.tables = tables.data();
    using Args = NormThreads<T>;
    run_on_host<Args, sum_pixels<T>, join_pixels<T>>(args, moments_shape(args));
    run_on_host<Args, fill_tables<T>>(args, tables_shape(args));
    run_on_host<Args, apply_tables<T>>(args, apply_shape(args));
    for (at::Tensor* each : {&options.noise_strength,
                             &options.gamma,
                             &options.beta,
                             &options.style_scale,
                             &options.style_shift,
                             &options.residual}) {
        *each = each->defined() ? wide(*each) : *each;
    }
    EXPECT_CLOSE(y, class_norm_reference(wide(x), options), tolerance(type));
}

}  // namespace

TEST(ClassNormThreadsMatchReference) {
    norm_threads_match<float>(at::kFloat, {2, 40, 7, 5}, 6, true);
    norm_threads_match<float>(at::kFloat, {2, 3, 37, 41}, 182, true);  // more than a chunk
    norm_threads_match<float>(at::kFloat, {1, 1, 1, 1}, 1, true);
    norm_threads_match<float>(at::kFloat, {1, 32, 50, 50}, 0, false);
    norm_threads_match<Bfloat16>(at::kBFloat16, {1, 33, 17, 3}, 4, true);
}

namespace {

/// The CUDA side's way through the local generator: count, sum up, draw, merge.
template <class T>
void local_threads_match(at::ScalarType type, at::IntArrayRef size, int64_t k, int64_t classes) {
    const int64_t b = size[0], c = size[1], h = size[2], w = size[3];
    const at::Tensor features = normal(size, type);
    const at::Tensor labels = random_labels({b, h, w}, classes);
    const at::Tensor weight = normal({classes, 3, c, k, k}) * 0.1, bias = normal({classes, 3});
    const at::Tensor by_tap = weight.permute({0, 3, 4, 2, 1}).contiguous();
    const at::Tensor far = bias.tanh();
    const at::Tensor per_class =
        far.view({1, classes, 3, 1, 1}).expand({b, classes, 3, h, w}).contiguous();
    NearbyThreads<T> args{};
    args.features = elements<T>(features);
    args.labels = labels.const_data_ptr<int32_t>();
    args.weight = elements<float>(by_tap);
    args.bias = elements<float>(bias);
    args.batch = b;
    args.height = h;
    args.width = w;
    args.channels = c;
    args.classes = classes;
    args.k = k;
    std::vector<int64_t> first(args.pixels() + 1);
    args.first = first.data();
    const LaunchShape shape = local_shape(args.pixels());
    run_on_host<NearbyThreads<T>, count_nearby<T>>(args, shape);
    std::partial_sum(first.begin(), first.end(), first.begin());
    EXPECT(first.back() <= most_nearby(args.pixels(), args.classes, args.k));
    std::vector<int32_t> near(first.back());
    std::vector<float> differences(first.back() * 3);
    args.near = near.data();
    args.differences = differences.data();
    args.per_class = writable<float>(per_class);
    run_on_host<NearbyThreads<T>, draw_nearby<T>>(args, shape);

    const at::Tensor image = at::empty({b, h, w, 3}), far_sum = far.sum(0);
    MergeThreads merge{};
    merge.first = first.data();
    merge.near = near.data();
    merge.differences = differences.data();
    merge.batch = b;
    merge.height = h;
    merge.width = w;
    merge.far = elements<float>(far_sum);
    merge.image = writable<float>(image);
    run_on_host<MergeThreads, merge_classes>(merge, shape);
    const LocalOutputs added =
        local_generator_reference(wide(features), labels, wide(weight), wide(bias));
    EXPECT_CLOSE(image.permute({0, 3, 1, 2}), added.image, 1e-5);
    EXPECT_CLOSE(per_class, added.per_class, 1e-5);

    const at::Tensor combine = normal({3, 3 * classes, 3, 3}) * 0.1, combine_bias = normal({3});
    const at::Tensor taps = combine.view({3, classes, 3, 9}).permute({1, 3, 2, 0}).contiguous();
    const at::Tensor far_taps = (taps * far.view({classes, 1, 3, 1})).sum(at::IntArrayRef({0, 2}));
    merge.taps = elements<float>(taps);
    merge.bias = elements<float>(combine_bias);
    merge.far = elements<float>(far_taps);
    run_on_host<MergeThreads, merge_classes>(merge, shape);
    const LocalOutputs combined = local_generator_reference(
        wide(features), labels, wide(weight), wide(bias), wide(combine), wide(combine_bias));
    EXPECT_CLOSE(image.permute({0, 3, 1, 2}), combined.image, 1e-5);
}

}  // namespace

TEST(LocalGeneratorThreadsMatchReference) {
    local_threads_match<float>(at::kFloat, {2, 9, 7, 5}, 3, 6);
    local_threads_match<float>(at::kFloat, {1, 16, 12, 11}, 7, 3);
    local_threads_match<float>(at::kFloat, {1, 4, 1, 1}, 1, 1);
    local_threads_match<Bfloat16>(at::kBFloat16, {1, 20, 6, 13}, 5, 182);
}
