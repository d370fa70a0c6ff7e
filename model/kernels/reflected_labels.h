// Label maps as a reflecting convolution sees them.
#pragma once

#include <ATen/ATen.h>

namespace tessera::kernels {

/// Positions 0 .. size-1 with `pad` reflected ones before and after.
inline at::Tensor reflected_positions(int64_t size, int64_t pad, const at::TensorOptions& options) {
    const at::Tensor position = at::arange(-pad, size + pad, options.dtype(at::kLong)).abs();
    return (size - 1) - (position - (size - 1)).abs();
}

/// `labels` B,H,W int32 as B,H + 2 pad,W + 2 pad, reflected, with -1 for all that is void. `pad` is
/// less than H and W.
inline at::Tensor reflected_labels(const at::Tensor& labels, int64_t classes, int64_t pad) {
    const at::Tensor is_void = labels.lt(0).logical_or(labels.ge(classes));
    return labels.masked_fill(is_void, -1)
        .index_select(1, reflected_positions(labels.size(1), pad, labels.options()))
        .index_select(2, reflected_positions(labels.size(2), pad, labels.options()))
        .contiguous();
}

}  // namespace tessera::kernels
