// Taps, and their composition.
#include "model/inspection/reassembly.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace tessera {
namespace {

constexpr int64_t kFixedSide = 5;  // of windows that show fixed rules where there is no SAU
constexpr double kCubic = -0.75;   // LibTorch's a

/// Positions along one axis.
struct AxisTap {
    int64_t position = 0;
    float weight = 0;
};

double cubic(double distance) {
    const double d = std::abs(distance);
    return d <= 1 ? ((kCubic + 2) * d - (kCubic + 3)) * d * d + 1
                  : ((d - 5) * d + 8) * d * kCubic - 4 * kCubic;
}

/// The four at most along one axis.
struct AxisTaps {
    std::array<AxisTap, 4> taps;
    size_t count = 0;

    void add(int64_t position, double weight) {
        taps[count++] = {position, static_cast<float>(weight)};
    }
    const AxisTap* begin() const { return taps.data(); }
    const AxisTap* end() const { return taps.data() + count; }
};

/// Half-pixel centres: target t lies at t / 2 - 1 / 4 of the source.
AxisTaps axis_taps(Doubling how, int64_t target, int64_t size) {
    AxisTaps taps;
    if (how == Doubling::nearest) {
        taps.add(target / 2, 1);
        return taps;
    }
    const double place = static_cast<double>(target) / 2 - 0.25;
    const int64_t base = target / 2 - (target % 2 == 0 ? 1 : 0);  // floor(place)
    const double part = place - static_cast<double>(base);
    const int64_t reach = how == Doubling::bilinear ? 0 : 1;
    for (int64_t offset = -reach; offset <= 1 + reach; ++offset) {
        const double distance = static_cast<double>(offset) - part;
        const double weight = how == Doubling::bilinear ? 1 - std::abs(distance) : cubic(distance);
        taps.add(std::clamp<int64_t>(base + offset, 0, size - 1), weight);
    }
    return taps;
}

}  // namespace

Level::Level(int64_t source_height, int64_t source_width, int64_t side, const Array* kernels)
    : source_height_(source_height), source_width_(source_width), side_(side), kernels_(kernels) {}

void Level::taps(Doubling how, int64_t y, int64_t x, std::vector<Tap>& taps) const {
    taps.clear();
    if (how == Doubling::sau) {
        append_kernel(y, x, taps);
        return;
    }
    if (how == Doubling::uniform) {
        const float weight = 1 / static_cast<float>(side_ * side_);
        for (int64_t i = 0; i < side_ * side_; ++i) {
            taps.push_back({y / 2 + i / side_ - side_ / 2, x / 2 + i % side_ - side_ / 2, weight});
        }
        return;
    }
    const AxisTaps columns = axis_taps(how, x, source_width_);
    for (const AxisTap& row : axis_taps(how, y, source_height_)) {
        for (const AxisTap& column : columns) {
            taps.push_back({row.position, column.position, row.weight * column.weight});
        }
    }
}

void Level::append_kernel(int64_t y, int64_t x, std::vector<Tap>& taps) const {
    if (kernels_ == nullptr) {
        throw std::runtime_error("the kernels were not kept by this render");
    }
    const int64_t height = kernels_->shape[1], width = kernels_->shape[2];
    if (y < 0 || x < 0 || y >= 2 * source_height_ || x >= 2 * source_width_) {
        throw std::out_of_range("there is no kernel of this cell");
    }
    const float* kernel =
        kernels_->values.data() + std::min(y, height - 1) * width + std::min(x, width - 1);
    for (int64_t i = 0; i < side_ * side_; ++i) {
        taps.push_back({y / 2 + i / side_ - side_ / 2,
                        x / 2 + i % side_ - side_ / 2,
                        kernel[i * height * width]});
    }
}

const float* Level::kept_row(int64_t tap, int64_t y) const {
    const int64_t height = kernels_->shape[1];
    return kernels_->values.data() + (tap * height + std::min(y, height - 1)) * kept_width();
}

std::vector<float> Level::window(Doubling how, int64_t y, int64_t x) const {
    std::vector<float> window(static_cast<size_t>(side_ * side_));
    std::vector<Tap> all;
    taps(how, y, x, all);
    for (const Tap& tap : all) {
        const int64_t row = tap.y - y / 2 + side_ / 2;
        const int64_t column = tap.x - x / 2 + side_ / 2;
        if (row >= 0 && row < side_ && column >= 0 && column < side_) {
            window[static_cast<size_t>(row * side_ + column)] += tap.weight;
        }
    }
    return window;
}

Reassembly::Reassembly(const Insides& insides, const std::string& decoder) {
    const NetworkTraits& model = insides.model();
    const bool sau = why_missing(model, Part::kernels).empty();
    const int64_t height = canvas_side(insides.config(), insides.height());
    const int64_t width = canvas_side(insides.config(), insides.width());
    const std::string prefix = decoder.empty() ? "kernels." : "kernels." + decoder + ".";
    for (int64_t level = 0; level < model.levels; ++level) {
        const int64_t step = int64_t{1} << (model.levels - level);
        const Array* kernels =
            sau && insides.has(Part::kernels)
                ? &insides.array(prefix + std::to_string(level + 1), Part::kernels)
                : nullptr;
        levels_.emplace_back(
            height / step, width / step, sau ? model.sau_kernel : kFixedSide, kernels);
    }
}

std::vector<Array> Reassembly::trace(Doubling how, int64_t y, int64_t x) const {
    std::vector<Array> maps;
    std::vector<Tap> above{{y, x, 1}}, taps;
    for (int64_t index = count() - 1; index >= 0; --index) {
        const Level& from = level(index);
        const int64_t height = from.source_height(), width = from.source_width();
        Array map{{height, width}, std::vector<float>(static_cast<size_t>(height * width))};
        for (const Tap& target : above) {
            from.taps(how, target.y, target.x, taps);
            for (const Tap& tap : taps) {
                if (tap.y >= 0 && tap.x >= 0 && tap.y < height && tap.x < width) {
                    map.values[static_cast<size_t>(tap.y * width + tap.x)] +=
                        target.weight * tap.weight;
                }
            }
        }
        above.clear();
        for (int64_t i = 0; i < height * width; ++i) {
            if (map.values[static_cast<size_t>(i)] != 0) {
                above.push_back({i / width, i % width, map.values[static_cast<size_t>(i)]});
            }
        }
        maps.push_back(std::move(map));
    }
    return maps;
}

double entropy(const std::vector<Tap>& taps) {
    double sum = 0;
    for (const Tap& tap : taps) {
        if (tap.weight > 0) {
            sum -= static_cast<double>(tap.weight * std::log2(tap.weight));
        }
    }
    return sum;
}

}  // namespace tessera
