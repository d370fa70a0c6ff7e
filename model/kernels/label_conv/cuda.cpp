// The stem's convolution on the GPU: weights with the channels innermost, on PyTorch's stream.
#include "model/kernels/label_conv/cuda.h"

#include <ATen/ATen.h>

#include "model/kernels/cuda/stream.h"
#include "model/kernels/dense.h"
#include "model/kernels/label_conv/label_threads.h"

namespace tessera::kernels {

at::Tensor label_conv_cuda(const at::Tensor& labels,
                           const at::Tensor& weight,
                           const at::Tensor& bias) {
    const at::Tensor dense_labels = labels.contiguous();
    const at::Tensor by_class = weight.permute({1, 2, 3, 0}).contiguous();  // N,k,k,C
    const at::Tensor dense_bias =
        bias.defined() ? bias.to(weight.scalar_type()).contiguous() : at::Tensor();
    const at::Tensor output =
        empty_channels_last(labels.size(0), weight.size(0), labels.size(1), labels.size(2), weight);
    const CurrentStream stream(labels);
    for_element_type(weight, [&](auto element) {
        using T = decltype(element);
        const LabelConvThreads<T> args{dense_labels.const_data_ptr<int32_t>(),
                                       elements<T>(by_class),
                                       elements<T>(dense_bias),
                                       writable<T>(output),
                                       labels.size(0),
                                       labels.size(1),
                                       labels.size(2),
                                       weight.size(0),
                                       weight.size(1),
                                       weight.size(2)};
        stream.check(launch_label_conv(args, stream.get()));
    });
    return output;
}

}  // namespace tessera::kernels
