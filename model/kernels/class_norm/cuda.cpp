// The norm on the GPU: dense channels-last memory and float tables, on PyTorch's current stream.
#include "model/kernels/class_norm/cuda.h"

#include <ATen/ATen.h>

#include "model/kernels/class_norm/norm_threads.h"
#include "model/kernels/cuda/stream.h"
#include "model/kernels/dense.h"

namespace tessera::kernels {
namespace {

at::Tensor floats(const at::Tensor& x) {
    return x.defined() ? x.to(at::kFloat).contiguous() : x;
}

}  // namespace

at::Tensor class_norm_cuda(const at::Tensor& x, const ClassNormOptions& options) {
    const at::Tensor source = channels_last(x);
    const at::Tensor residual =
        options.residual.defined() ? channels_last(options.residual) : at::Tensor();
    const at::Tensor labels = options.labels.defined() ? options.labels.contiguous() : at::Tensor();
    const at::Tensor strength = floats(options.noise_strength);
    const at::Tensor gamma = floats(options.gamma), beta = floats(options.beta);
    const at::Tensor style_scale = floats(options.style_scale);
    const at::Tensor style_shift = floats(options.style_shift);
    const at::Tensor y = empty_channels_last(x.size(0), x.size(1), x.size(2), x.size(3), x);
    const CurrentStream stream(x);
    for_element_type(x, [&](auto element) {
        using T = decltype(element);
        NormThreads<T> args{};
        args.x = elements<T>(source);
        args.residual = elements<T>(residual);
        args.y = writable<T>(y);
        args.batch = x.size(0);
        args.channels = x.size(1);
        args.height = x.size(2);
        args.width = x.size(3);
        args.classes = labels.defined() ? gamma.size(0) : 0;
        args.strength = elements<float>(strength);
        args.noise_seed = options.noise_seed;
        args.noise_level = options.noise_level;
        args.labels = labels.defined() ? labels.const_data_ptr<int32_t>() : nullptr;
        args.gamma = elements<float>(gamma);
        args.beta = elements<float>(beta);
        args.style_scale = elements<float>(style_scale);
        args.style_shift = elements<float>(style_shift);
        args.relu = options.relu;
        args.eps = options.eps;
        const auto floats_on_device = x.options().dtype(at::kFloat);
        const at::Tensor moments =
            at::empty({args.batch, args.chunks(), 3, args.channels}, floats_on_device);
        const at::Tensor means = at::empty({args.batch, args.channels}, floats_on_device);
        const at::Tensor tables =
            at::empty({args.batch, args.classes + 1, 2, args.channels}, floats_on_device);
        args.moments = writable<float>(moments);
        args.means = writable<float>(means);
        args.tables = writable<float>(tables);
        stream.check(launch_class_norm(args, stream.get()));
    });
    return y;
}

}  // namespace tessera::kernels
