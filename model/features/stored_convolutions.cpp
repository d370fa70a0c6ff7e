// Reads and applies the layers of a feature network.
#include "model/features/stored_convolutions.h"

#include <algorithm>

namespace tessera {
namespace {

/// Padding before and after a side of `size`.
std::pair<int64_t, int64_t> same_padding(int64_t size, int64_t kernel, int64_t stride) {
    const int64_t outputs = (size + stride - 1) / stride;
    const int64_t total = std::max<int64_t>((outputs - 1) * stride + kernel - size, 0);
    return {total / 2, total - total / 2};
}

}  // namespace

at::Tensor FrozenConvolution::operator()(const at::Tensor& x) const {
    const auto [top, bottom] = same_padding(x.size(2), weight.size(2), stride);
    const auto [left, right] = same_padding(x.size(3), weight.size(3), stride);
    if (top == bottom && left == right) {
        return at::conv2d(x, weight, bias, stride, at::IntArrayRef{top, left}, 1, groups);
    }
    const at::Tensor padded = at::constant_pad_nd(x, {left, right, top, bottom});
    return at::conv2d(padded, weight, bias, stride, at::IntArrayRef{0}, 1, groups);
}

FrozenConvolution read_convolution(const WeightsFile& file,
                                   const std::string& name,
                                   const at::TensorOptions& options) {
    FrozenConvolution convolution;
    const at::Tensor weight = file.tensor(name + ".weight", options);
    convolution.bias = file.tensor(name + ".bias", options);
    if (weight.dim() != 4 || convolution.bias.dim() != 1 ||
        convolution.bias.size(0) != weight.size(0)) {
        file.refuse(name + " is no convolution");
    }
    convolution.weight = weight.contiguous(at::MemoryFormat::ChannelsLast);
    return convolution;
}

FrozenLinear read_linear(const WeightsFile& file,
                         const std::string& name,
                         const at::TensorOptions& options) {
    FrozenLinear linear{file.tensor(name + ".weight", options),
                        file.tensor(name + ".bias", options)};
    if (linear.weight.dim() != 2 || linear.bias.dim() != 1 ||
        linear.weight.size(0) != linear.bias.size(0)) {
        file.refuse(name + " is no linear map");
    }
    return linear;
}

bool has_convolution(const WeightsFile& file, const std::string& name) {
    return file.has(name + ".weight");
}

}  // namespace tessera
