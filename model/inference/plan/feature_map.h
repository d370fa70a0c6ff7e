// A feature map with room for the border that the next convolution reflects, so that whoever writes
// the map fills the border too and nobody copies it.
#pragma once

#include <ATen/core/Tensor.h>

#include <utility>

namespace tessera {

/// 1,C,H,W channels last inside 1,C,H + 2 border,W + 2 border.
class FeatureMap {
public:
    FeatureMap() = default;

    /// Uninitialised. A reflected border is less than height and width.
    FeatureMap(
        int64_t channels, int64_t height, int64_t width, int64_t border, at::ScalarType type);

    /// A map without a border.
    explicit FeatureMap(at::Tensor map) : whole_(std::move(map)) {}

    const at::Tensor& whole() const { return whole_; }

    /// The map without its border; its rows are dense.
    at::Tensor inside() const;

    /// Fills the border from the inside: row -1 is row 1.
    void reflect() const;

private:
    at::Tensor whole_;
    int64_t border_ = 0;
};

}  // namespace tessera
