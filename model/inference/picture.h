// What goes into a render and what comes out: plain arrays, no tensors, so that any layer may read
// it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/networks/keep.h"

namespace tessera {

/// A dense row-major array of float32.
struct Array {
    std::vector<int64_t> shape;
    std::vector<float> values;

    int64_t size() const { return static_cast<int64_t>(values.size()); }
};

/// One picture to make.
struct RenderRequest {
    int64_t height =
        0;  ///< pixels, 1 to 16384; any size: padded inside to fit the network, cropped after
    int64_t width = 0;             ///< pixels
    std::vector<uint16_t> labels;  ///< row-major class indices, height * width; >= classes is void
    std::vector<float>
        source;                ///< image_channels,H,W in [-1, 1] for a cross-view model, else empty
    std::vector<float> style;  ///< of the length that the traits say; empty: zeros, or what the
                               ///< architecture has in the place of a look
    std::vector<uint8_t> edges;  ///< height * width, 1 at the edges of instances, for networks that
                                 ///< take them; empty: where labels differ
    uint32_t noise_seed = 0;     ///< of the texture noise
    Keep keep;                   ///< what else to return
    const std::atomic<bool>* cancelled =
        nullptr;  ///< checked between layers; when set, render throws Cancelled
};

/// One rendered photo.
struct Picture {
    int64_t height = 0;                   ///< pixels
    int64_t width = 0;                    ///< pixels
    std::vector<uint8_t> rgb;             ///< height * width * 3, row-major, sRGB as trained
    std::map<std::string, Array> inside;  ///< what `keep` asked for, by the names above, and
                                          ///< "image" (3,H,W in [-1, 1]) where anything was kept
    double milliseconds = 0;              ///< wall time inside the engine
    std::vector<std::string> notes;       ///< a line each: what the machine could not do as usual
};

}  // namespace tessera
