// What goes into a render and what comes out: plain arrays, no tensors, so that any layer may read
// it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tessera {

/// A dense row-major array of float32.
struct Array {
    std::vector<int64_t> shape;
    std::vector<float> values;

    int64_t size() const { return static_cast<int64_t>(values.size()); }
};

/// What a render keeps of the network's inside. Nothing that is not asked for is computed or
/// copied.
struct Keep {
    bool branches = false;  ///< "global", "local": 3,H,W in [-1, 1]; "local" of Eq. 4 is a sum over
                            ///< classes and may leave it
    bool per_class = false;  ///< "per_class": N,3,H,W, every class's own picture (I^l_gi of Eq. 3)
    bool weights = false;    ///< "weights": 2,H,W, local then global, summing to 1 (Eq. 7)
    bool kernels = false;  ///< "kernels.1" .. : k*k,H_l,W_l, the SAU kernels of each level (branch
                           ///< decoders: "kernels.<branch>.1")
    bool features =
        false;  ///< "features": C,H,W, f' at full resolution (branch decoders: "features.<branch>")
    bool logits = false;  ///< "logits": N,N, the classifier's (Eq. 6)

    static Keep nothing() { return {}; }
    static Keep everything() { return {true, true, true, true, true, true}; }
    bool operator==(const Keep&) const = default;
};

/// One picture to make.
struct RenderRequest {
    int64_t height =
        0;  ///< pixels, 1 to 16384; any size: padded inside to fit the network, cropped after
    int64_t width = 0;             ///< pixels
    std::vector<uint16_t> labels;  ///< row-major class indices, height * width; >= classes is void
    std::vector<float>
        source;                ///< image_channels,H,W in [-1, 1] for a cross-view model, else empty
    std::vector<float> style;  ///< z, length config().style; empty: zeros
    uint32_t noise_seed = 0;   ///< of the texture noise
    Keep keep;                 ///< what else to return
    const std::atomic<bool>* cancelled =
        nullptr;  ///< checked between layers; when set, render throws Cancelled
};

/// Thrown by render() when its request's `cancelled` was set. Not an error: the result is unwanted.
struct Cancelled {};

/// One rendered photo.
struct Picture {
    int64_t height = 0;                   ///< pixels
    int64_t width = 0;                    ///< pixels
    std::vector<uint8_t> rgb;             ///< height * width * 3, row-major, sRGB as trained
    std::map<std::string, Array> inside;  ///< what `keep` asked for, by the names above, and
                                          ///< "image" (3,H,W in [-1, 1]) where anything was kept
    double milliseconds = 0;              ///< wall time inside the engine
};

}  // namespace tessera
