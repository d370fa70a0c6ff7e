// Which windows of a label map see one class only: most of them, and those are cheap.
#pragma once

#include <cstdint>
#include <vector>

#include "model/kernels/cuda/host_device.h"

namespace tessera::kernels {

/// Stands for "several classes"; no label is this.
inline constexpr int32_t kMixed = INT32_MIN;
/// Stands for every label outside 0..N-1.
inline constexpr int32_t kNoClass = -1;

/// Labels outside 0..classes-1 become kNoClass.
inline void known_labels(const int32_t* labels, int64_t count, int64_t classes, int32_t* known) {
    for (int64_t i = 0; i < count; ++i) {
        known[i] = labels[i] >= 0 && labels[i] < classes ? labels[i] : kNoClass;
    }
}

/// For each pixel of a row the label that its k reflected neighbours in the row share, or kMixed.
inline void uniform_windows(const int32_t* labels, int64_t width, int64_t k, int32_t* uniform) {
    const int64_t half = k / 2;
    int32_t last = kMixed;
    int64_t run = 0;
    for (int64_t i = -half; i < width + half; ++i) {
        const int32_t label = labels[mirror(i, width)];
        run = label == last ? run + 1 : 1;
        last = label;
        if (i >= half) {
            uniform[i - half] = run >= k ? label : kMixed;
        }
    }
}

/// The classes that occur, and where each stands among them.
struct PresentClasses {
    std::vector<int32_t> list;  ///< ascending
    std::vector<int32_t> slot;  ///< by class: index into list, or -1
};

inline PresentClasses present_classes(const int32_t* labels, int64_t count, int64_t classes) {
    PresentClasses present;
    present.slot.assign(classes, -1);
    for (int64_t i = 0; i < count; ++i) {
        if (labels[i] >= 0 && labels[i] < classes) {
            present.slot[labels[i]] = 0;
        }
    }
    for (int64_t i = 0; i < classes; ++i) {
        if (present.slot[i] == 0) {
            present.slot[i] = static_cast<int32_t>(present.list.size());
            present.list.push_back(static_cast<int32_t>(i));
        }
    }
    return present;
}

}  // namespace tessera::kernels
