// Cleans label maps that were read from lossy pictures.
#pragma once

#include <cstdint>
#include <vector>

#include "core/labels/label_map.h"

namespace tessera {

/// How far a pixel's label can be trusted.
enum class Trust : uint8_t {
    None,     ///< a colour of no class: the label says nothing
    Nearest,  ///< nearest class, maybe a mixture at an edge
    Sure,
};

/// Replaces labels that cannot be trusted by the majority of the sure ones in their 3 x 3
/// neighbourhood: Nearest pixels up to two pixels away from Sure ones, None pixels however far. A
/// None pixel that no Sure one can reach becomes void. In a `lossy` picture a Sure pixel with fewer
/// than three neighbours like it is a speck, as the blur of an edge passes through the values of
/// other classes, and is replaced as well. `trust` has an entry a pixel, row by row.
LabelMap cleaned(const LabelMap& labels, std::vector<Trust> trust, bool lossy);

/// Gives regions of fewer than `pixels` pixels (four-connected, of one label) to their neighbours.
LabelMap withoutIslands(const LabelMap& labels, int pixels);

}  // namespace tessera
