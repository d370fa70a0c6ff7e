// Which windows of a label map see one class only: most of them, and those are cheap.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/kernels/cuda/host_device.h"

namespace tessera::kernels {

/// Stands for "several classes"; no label is this.
inline constexpr int32_t kMixed = INT32_MIN;
/// Stands for every label outside 0..N-1.
inline constexpr int32_t kNoClass = -1;

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

/// A label map as the kernels read it.
struct KnownLabels {
    int64_t count = 0;
    std::unique_ptr<int32_t[]> labels;  ///< count; those outside 0..classes-1 are kNoClass
    PresentClasses present;
    int32_t only = kMixed;  ///< the label that all pixels have, or kMixed
};

inline KnownLabels known_labels(const int32_t* labels, int64_t count, int64_t classes) {
    KnownLabels known;
    known.count = count;
    known.labels.reset(new int32_t[static_cast<size_t>(count)]);
    std::vector<char> seen(static_cast<size_t>(classes + 1));  // void, then the classes
    int32_t* const to = known.labels.get();
    for (int64_t i = 0; i < count; ++i) {  // by itself, it is a few vector instructions
        to[i] = labels[i] >= 0 && labels[i] < classes ? labels[i] : kNoClass;
    }
    for (int64_t i = 0; i < count; ++i) {
        if (i == 0 || to[i] != to[i - 1]) {
            seen[static_cast<size_t>(int64_t{to[i]} + 1)] = 1;
        }
    }
    known.present.slot.assign(static_cast<size_t>(classes), -1);
    for (size_t i = 0; i < known.present.slot.size(); ++i) {
        if (seen[i + 1] != 0) {
            known.present.slot[i] = static_cast<int32_t>(known.present.list.size());
            known.present.list.push_back(static_cast<int32_t>(i));
        }
    }
    if (known.present.list.size() + static_cast<size_t>(seen[0]) == 1) {
        known.only = seen[0] != 0 ? kNoClass : known.present.list[0];
    }
    return known;
}

}  // namespace tessera::kernels
