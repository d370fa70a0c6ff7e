// A small engine, a canvas to paint on, and how pictures differ: what the tests of frames share.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

#include "model/inference/engine.h"

namespace tessera::test {

inline LgganConfig small() {
    LgganConfig config;
    config.classes = 5;
    config.base = 8;
    config.cap = 32;
    config.blocks = 2;
    config.norm = "class";
    config.sau_compressed = 8;
    config.head_kernel = 3;
    config.style = 4;
    config.noise = true;
    return config;
}

inline EngineOptions on_cpu(Precision precision) {
    EngineOptions options;
    options.device = Device::cpu;
    options.precision = precision;
    return options;
}

inline std::shared_ptr<const Engine> engine_of(const LgganConfig& config, Precision precision) {
    return Engine::random(config, 3, on_cpu(precision));
}

/// Blocks of classes with some void among them.
inline RenderRequest canvas_of(int64_t height, int64_t width, int classes) {
    std::mt19937 random(5);
    RenderRequest request;
    request.height = height;
    request.width = width;
    request.labels.resize(static_cast<size_t>(height * width));
    std::vector<uint16_t> cells(64 * 64);
    for (uint16_t& cell : cells) {
        const uint32_t drawn = random() % (static_cast<uint32_t>(classes) + 1);
        cell = drawn == 0 ? 0xffff : static_cast<uint16_t>(drawn - 1);
    }
    for (int64_t y = 0; y < height; ++y) {
        for (int64_t x = 0; x < width; ++x) {
            request.labels[static_cast<size_t>(y * width + x)] =
                cells[static_cast<size_t>(y / 8 % 64 * 64 + x / 8 % 64)];
        }
    }
    request.noise_seed = 17;
    return request;
}

/// The canvas's own labels in an area.
inline LabelChange labels_in(const RenderRequest& canvas, const Area& area) {
    LabelChange change{area, {}};
    for (int64_t y = area.top; y < area.top + area.height; ++y) {
        const auto row = canvas.labels.begin() + y * canvas.width + area.left;
        change.labels.insert(change.labels.end(), row, row + area.width);
    }
    return change;
}

/// Paints an area of the canvas with one class.
inline LabelChange paint(RenderRequest& canvas, const Area& area, uint16_t label) {
    for (int64_t y = area.top; y < area.top + area.height; ++y) {
        std::fill_n(canvas.labels.begin() + y * canvas.width + area.left, area.width, label);
    }
    return labels_in(canvas, area);
}

inline void put(Picture& picture, const Redrawn& redrawn) {
    const Area& area = redrawn.area;
    for (int64_t y = 0; y < area.height; ++y) {
        std::copy_n(redrawn.rgb.begin() + y * area.width * 3,
                    area.width * 3,
                    picture.rgb.begin() + ((area.top + y) * picture.width + area.left) * 3);
    }
}

/// Of 255.
inline double mean_difference(const Picture& a, const Picture& b) {
    double sum = 0;
    for (size_t i = 0; i < a.rgb.size(); ++i) {
        sum += std::abs(int{a.rgb[i]} - int{b.rgb[i]});
    }
    return sum / static_cast<double>(a.rgb.size());
}

}  // namespace tessera::test
