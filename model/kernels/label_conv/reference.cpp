// One-hot, pad, convolve.
#include <ATen/ATen.h>

#include "model/kernels/label_conv/label_conv.h"

namespace tessera::kernels {

at::Tensor label_conv_reference(const at::Tensor& labels,
                                const at::Tensor& weight,
                                const at::Tensor& bias) {
    const int64_t n = weight.size(1), pad = weight.size(-1) / 2;
    const at::Tensor classes = at::arange(n, labels.options()).view({1, n, 1, 1});
    const at::Tensor one_hot = labels.unsqueeze(1).eq(classes).to(weight.dtype());
    return at::conv2d(at::reflection_pad2d(one_hot, {pad, pad, pad, pad}), weight, bias)
        .contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace tessera::kernels
