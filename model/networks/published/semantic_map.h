// The semantic map as these networks take it: B,S,H,W, a channel a class, and behind them the data
// set's own channels (do not care, edges of instances) where it has them.
#pragma once

#include <ATen/ATen.h>

namespace tessera {

/// One channel a class of int32 labels B,H,W: 1 where the class is, else 0. Void is 0 everywhere.
inline at::Tensor one_hot(const at::Tensor& labels, int64_t classes, at::TensorOptions options) {
    const at::Tensor channels = at::arange(classes, labels.options()).view({1, classes, 1, 1});
    return labels.unsqueeze(1).eq(channels).to(options);
}

/// The map at another size, by nearest neighbour.
inline at::Tensor resized(const at::Tensor& map, int64_t height, int64_t width) {
    return map.size(2) == height && map.size(3) == width
               ? map
               : at::upsample_nearest2d(map, at::IntArrayRef{height, width});
}

inline at::Tensor doubled(const at::Tensor& map) {
    return at::upsample_nearest2d(map, at::IntArrayRef{2 * map.size(2), 2 * map.size(3)});
}

}  // namespace tessera
