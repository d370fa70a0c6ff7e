// SAFU on the GPU: dense channels-last memory for the threads, on PyTorch's current stream.
#include "model/kernels/safu/cuda.h"

#include <ATen/ATen.h>

#include "model/kernels/cuda/stream.h"
#include "model/kernels/dense.h"
#include "model/kernels/safu/backward_threads.h"
#include "model/kernels/safu/safu_threads.h"

namespace tessera::kernels {
namespace {

/// Fills in what both doors share, computes, and gives the result the layout of `features`.
template <class T>
at::Tensor compute(const at::Tensor& features, int64_t k, int64_t scale, SafuThreads<T> args) {
    args.batch = features.size(0);
    args.channels = features.size(1);
    args.height = features.size(2);
    args.width = features.size(3);
    args.k = k;
    args.scale = scale;
    const at::Tensor source = channels_last(features);
    const at::Tensor output = empty_channels_last(
        args.batch, args.channels, args.height * scale, args.width * scale, features);
    args.features = elements<T>(source);
    args.output = writable<T>(output);
    const CurrentStream stream(features);
    stream.check(launch_safu(args, stream.get()));
    return output.contiguous(features.suggest_memory_format());
}

}  // namespace

at::Tensor safu_cuda(const at::Tensor& features,
                     const at::Tensor& kernels,
                     int64_t k,
                     int64_t scale) {
    return for_element_type(features, [&](auto element) {
        SafuThreads<decltype(element)> args{};
        args.kernels = elements<decltype(element)>(kernels);
        args.batch_stride = kernels.stride(0);
        args.tap_stride = kernels.stride(1);
        args.row_stride = kernels.stride(2);
        args.column_stride = kernels.stride(3);
        return compute(features, k, scale, args);
    });
}

at::Tensor safu_from_logits_cuda(const at::Tensor& features,
                                 const at::Tensor& logits,
                                 int64_t k,
                                 int64_t scale,
                                 at::Tensor* kernels_out) {
    const at::Tensor dense_logits = channels_last(logits);
    if (kernels_out != nullptr) {
        *kernels_out = empty_channels_last(
            logits.size(0), k * k, logits.size(2) * scale, logits.size(3) * scale, logits);
    }
    return for_element_type(features, [&](auto element) {
        SafuThreads<decltype(element)> args{};
        args.logits = elements<decltype(element)>(dense_logits);
        if (kernels_out != nullptr) {
            args.kernels_out = writable<decltype(element)>(*kernels_out);
        }
        return compute(features, k, scale, args);
    });
}

void safu_backward_cuda(const SafuBackward<float>& args, const at::Tensor& on) {
    const CurrentStream stream(on);
    stream.check(launch_safu_backward(args, stream.get()));
}

void safu_backward_cuda(const SafuBackward<Bfloat16>& args, const at::Tensor& on) {
    const CurrentStream stream(on);
    stream.check(launch_safu_backward(args, stream.get()));
}

}  // namespace tessera::kernels
