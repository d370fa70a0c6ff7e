// Parts of maps, and what the layers read to draw them.
#pragma once

#include "model/inference/plan/feature_map.h"
#include "model/inference/plan/patch_window.h"

namespace tessera {

/// Rows and columns of a map.
struct Rectangle {
    Span y, x;
};

/// Of a tensor whose last two sizes are height and width.
at::Tensor crop(const at::Tensor& map, const Rectangle& part);

/// What of it lies in a map of that size.
Rectangle cut(const Rectangle& part, int64_t height, int64_t width);

/// The same as crop(), of 1,C,H,W with zeros where the rectangle leaves the map.
at::Tensor crop_padded(const at::Tensor& map, const Rectangle& part);

Span ring(const Span& span, int64_t by);
Rectangle ring(const Rectangle& part, int64_t by);

/// `part` as it lies in a crop of its map.
Rectangle relative(const Rectangle& part, const Rectangle& to);

/// The pixels that a convolution with stride 2 reads for its output.
Span halved_from(const Span& span);

/// At a map 2^shift times as large.
Span scaled(const Span& span, int64_t shift);
Rectangle scaled(const Rectangle& part, int64_t shift);

/// In a map with a border of one, what a 3 x 3 convolution reads for `part`.
at::Tensor with_border(const FeatureMap& map, const Rectangle& part);

/// SAU of a part of `f` 1,C,H,W, with a border of one that is reflected and so of use at the rims
/// of the whole map alone. `logits` are the part's; `kernels` 1,k*k,2H,2W channels last, where
/// defined, gets the part's.
FeatureMap upsampled(const at::Tensor& f,
                     const at::Tensor& logits,
                     const Rectangle& part,
                     const at::Tensor& kernels = {});

}  // namespace tessera
