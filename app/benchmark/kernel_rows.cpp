// The operators that are ours, alone, each against its naive reference on the same tensors.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <cmath>

#include "app/benchmark/engine_rows.h"
#include "model/kernels/class_norm/class_norm.h"
#include "model/kernels/label_conv/label_conv.h"
#include "model/kernels/local_generator/local_generator.h"
#include "model/kernels/reference_scope.h"
#include "model/kernels/safu/safu.h"

namespace tessera {
namespace {

constexpr double kSecondsARow = 6;

/// Times `action` and `peer` in turn and reports the ratio.
void compareTo(const BenchmarkOptions& options,
               const QString& name,
               const std::function<void()>& action,
               const std::function<void()>& peer,
               double leastRatio) {
    const auto [fast, slow] = Samples::inTurn(action, peer, 15, kSecondsARow);
    BenchmarkRow row{name, fast.median(), "ms", slow.median(), slow.median() / fast.median()};
    options.report(leastRatio > 0 ? withTarget(row, "ratio", ">=", leastRatio) : row);
}

/// Times `action` as it is and under the reference.
void compare(const BenchmarkOptions& options,
             const QString& name,
             const std::function<void()>& action,
             double leastRatio = 0) {
    const auto reference = [&] {
        const kernels::ReferenceScope scope;
        action();
    };
    compareTo(options, name, action, reference, leastRatio);
}

at::Tensor channelsLast(at::IntArrayRef shape, at::ScalarType type) {
    return at::randn(shape).to(type).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor labelsFor(int64_t side, int classes) {
    const std::vector<uint16_t> ids = blobs(side, side, classes);
    const at::Tensor labels = at::empty({1, side, side}, at::kInt);
    std::copy(ids.begin(), ids.end(), labels.data_ptr<int32_t>());
    return labels;
}

/// SAFU without unfold: the features doubled once, then a tap after the other, moved by it, times
/// its plane of the kernels.
at::Tensor shiftedSums(const at::Tensor& features, const at::Tensor& kernels, int64_t k) {
    const int64_t height = 2 * features.size(2), width = 2 * features.size(3);
    const int64_t reach = k / 2 * 2;
    const at::Tensor doubled = at::upsample_nearest2d(features, at::IntArrayRef{height, width});
    const at::Tensor padded = at::constant_pad_nd(doubled, {reach, reach, reach, reach});
    at::Tensor sum = at::zeros_like(doubled);
    for (int64_t tap = 0; tap < k * k; ++tap) {
        const at::Tensor moved =
            padded.narrow(2, tap / k * 2, height).narrow(3, tap % k * 2, width);
        sum.addcmul_(moved, kernels.narrow(1, tap, 1));
    }
    return sum;
}

void measureSafu(const BenchmarkOptions& options, at::ScalarType type, const QString& typeName) {
    // The three levels of the shipped shape at 256 x 256, and the widest of the full-size one.
    struct Level {
        int64_t channels;
        int64_t side;
    };
    for (const auto& [channels, side] :
         {Level{192, 32}, Level{128, 64}, Level{64, 128}, Level{256, 64}}) {
        const at::Tensor features = channelsLast({1, channels, side, side}, type);
        const at::Tensor kernels = channelsLast({1, 25, 2 * side, 2 * side}, type).softmax(1);
        const QString name = QStringLiteral("SAFU k=5 %1 channels %2 to %3 %4")
                                 .arg(channels)
                                 .arg(sizeName(side), sizeName(2 * side), typeName);
        const bool aimed = type == at::kFloat;
        const auto ours = [&] { kernels::safu(features, kernels, 2); };
        compare(options, name, ours, aimed ? 10 : 0);
        const at::Tensor dense = features.contiguous(), planes = kernels.contiguous();
        compareTo(
            options,
            name + QStringLiteral(" (peer: a sum of shifted products)"),
            ours,
            [&] { shiftedSums(dense, planes, 5); },
            aimed ? 3 : 0);
    }
}

void measureLocalGenerator(const BenchmarkOptions& options) {
    struct Case {
        int64_t classes;
        int64_t channels;
        int64_t kernel;
    };
    constexpr int64_t kSide = 256;
    const at::Tensor labels = labelsFor(kSide, 6);  // the same picture for every number of classes
    double sixClasses = 0;
    for (const auto& [classes, channels, kernel] :
         {Case{6, 32, 3}, Case{35, 32, 3}, Case{182, 32, 3}, Case{12, 64, 7}}) {
        const at::Tensor features = channelsLast({1, channels, kSide, kSide}, at::kFloat);
        const at::Tensor weight = at::randn({classes, 3, channels, kernel, kernel}) * 0.02;
        const at::Tensor bias = at::zeros({classes, 3});
        const auto ours = [&] { kernels::local_generator(features, labels, weight, bias); };
        const QString name = QStringLiteral("local generator k=%1 %2 channels 256², %3 classes")
                                 .arg(kernel)
                                 .arg(channels)
                                 .arg(classes);
        if (classes <= 12) {
            compare(options, name, ours);
        }
        if (kernel != 3) {
            continue;
        }
        const double mine = Samples::of(ours, 15, kSecondsARow).median();
        sixClasses = classes == 6 ? mine : sixClasses;
        if (classes > 6) {
            options.report(
                withTarget({name + " (peer: 6 classes)", mine, "ms", sixClasses, mine / sixClasses},
                           "ratio",
                           "<=",
                           1.3));
        }
    }
}

void measureNormAndStem(const BenchmarkOptions& options) {
    constexpr int64_t kSide = 256;
    constexpr int64_t kChannels = 32;
    constexpr int64_t kClasses = 18;
    const at::Tensor x = channelsLast({1, kChannels, kSide, kSide}, at::kFloat);
    kernels::ClassNormOptions norm;
    norm.labels = labelsFor(kSide, kClasses);
    norm.gamma = at::randn({kClasses, kChannels});
    norm.beta = at::randn({kClasses, kChannels});
    norm.noise_strength = at::randn({kChannels});
    norm.relu = true;
    compare(options, "class-adaptive norm 32 channels 256², 18 classes", [&] {
        kernels::class_norm(x, norm);
    });
    const at::Tensor weight = at::randn({kChannels, kClasses, 3, 3});
    compare(options, "stem 18 classes to 32 channels 256²", [&] {
        kernels::label_conv(norm.labels, weight, {});
    });
}

}  // namespace

void measureKernels(const BenchmarkOptions& options) {
    const at::InferenceMode inference;
    if (options.engine.threads > 0) {
        at::set_num_threads(options.engine.threads);
    }
    at::manual_seed(1);
    measureSafu(options, at::kFloat, "float32");
    measureSafu(options, at::kBFloat16, "bfloat16");
    measureLocalGenerator(options);
    measureNormAndStem(options);
}

}  // namespace tessera
