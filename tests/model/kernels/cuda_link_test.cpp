// The CUDA kernels link into a program, and say so where there is no GPU to run them.
#include <cuda_runtime.h>

#include "model/kernels/class_norm/norm_threads.h"
#include "model/kernels/label_conv/label_threads.h"
#include "model/kernels/local_generator/local_threads.h"
#include "model/kernels/safu/backward_threads.h"
#include "model/kernels/safu/safu_threads.h"
#include "tests/model/check.h"

using namespace tessera::kernels;

namespace {

/// A map of one pixel, so that there is something to start.
template <class Args>
Args one_pixel() {
    Args args{};
    args.batch = args.height = args.width = 1;
    return args;
}

template <class T>
void expect_errors() {
    SafuThreads<T> safu = one_pixel<SafuThreads<T>>();
    safu.channels = safu.k = safu.scale = 1;
    EXPECT(launch_safu(safu, nullptr) != nullptr);
    SafuBackward<T> backward = one_pixel<SafuBackward<T>>();
    backward.channels = backward.k = backward.scale = 1;
    T feature{};
    backward.grad_features = &feature;
    EXPECT(launch_safu_backward(backward, nullptr) != nullptr);
    LabelConvThreads<T> label_conv = one_pixel<LabelConvThreads<T>>();
    label_conv.channels = label_conv.k = 1;
    EXPECT(launch_label_conv(label_conv, nullptr) != nullptr);
    NormThreads<T> norm = one_pixel<NormThreads<T>>();
    norm.channels = 1;
    EXPECT(launch_class_norm(norm, nullptr) != nullptr);
    const NearbyThreads<T> nearby = one_pixel<NearbyThreads<T>>();
    EXPECT(launch_count_nearby(nearby, nullptr) != nullptr);
    EXPECT(launch_draw_nearby(nearby, nullptr) != nullptr);
}

}  // namespace

TEST(LaunchersReportThatThereIsNoGpu) {
    int devices = 0;
    if (cudaGetDeviceCount(&devices) == cudaSuccess && devices > 0) {
        SKIP("there is a GPU; the CUDA build's tests run the kernels on it");
    }
    expect_errors<float>();
    expect_errors<Bfloat16>();
    EXPECT(launch_merge_classes(one_pixel<MergeThreads>(), nullptr) != nullptr);
}
