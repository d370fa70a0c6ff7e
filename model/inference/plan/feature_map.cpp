// Borders are copied as bytes, whatever the type.
#include "model/inference/plan/feature_map.h"

#include <ATen/ATen.h>

#include <cstring>

namespace tessera {

FeatureMap::FeatureMap(
    int64_t channels, int64_t height, int64_t width, int64_t border, at::ScalarType type)
    : whole_(at::empty({1, channels, height + 2 * border, width + 2 * border},
                       at::TensorOptions(type),
                       at::MemoryFormat::ChannelsLast)),
      border_(border) {}

at::Tensor FeatureMap::inside() const {
    return whole_.narrow(2, border_, whole_.size(2) - 2 * border_)
        .narrow(3, border_, whole_.size(3) - 2 * border_);
}

void FeatureMap::reflect() const {
    auto* bytes = static_cast<std::byte*>(whole_.mutable_data_ptr());
    const auto pixel = static_cast<size_t>(whole_.size(1)) * whole_.element_size();
    const int64_t height = whole_.size(2), width = whole_.size(3);
    const size_t row = pixel * static_cast<size_t>(width);
    const auto column = [&](int64_t x) { return static_cast<size_t>(x) * pixel; };
    for (int64_t y = border_; y < height - border_; ++y) {
        std::byte* line = bytes + static_cast<size_t>(y) * row;
        for (int64_t i = 1; i <= border_; ++i) {
            const int64_t left = border_, right = width - 1 - border_;
            std::memcpy(line + column(left - i), line + column(left + i), pixel);
            std::memcpy(line + column(right + i), line + column(right - i), pixel);
        }
    }
    const auto line = [&](int64_t y) { return bytes + static_cast<size_t>(y) * row; };
    for (int64_t i = 1; i <= border_; ++i) {
        const int64_t top = border_, bottom = height - 1 - border_;
        std::memcpy(line(top - i), line(top + i), row);
        std::memcpy(line(bottom + i), line(bottom - i), row);
    }
}

}  // namespace tessera
