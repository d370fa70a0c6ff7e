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

/// Replaces labels at blurred edges and lone specks by the majority of their 3 x 3 neighbourhood:
/// Nearest pixels up to two pixels away from Sure ones, None pixels however far. A None pixel that
/// no Sure one can reach becomes void. `trust` has an entry a pixel, row by row.
LabelMap cleaned(const LabelMap& labels, std::vector<Trust> trust);

}  // namespace tessera
