// Where a change of the labels is followed through the layers: rectangles of one size, whatever the
// change's place, so that weights packed for that size serve them all.
#pragma once

#include <cstdint>
#include <vector>

#include "model/networks/config.h"

namespace tessera {

/// Pixels begin to begin + size - 1 of an axis.
struct Span {
    int64_t begin = 0;
    int64_t size = 0;

    int64_t end() const { return begin + size; }
};

/// `by` more pixels to each side, moved where a map of `side` pixels ends; all of a map that is
/// smaller.
Span grown(Span span, int64_t by, int64_t side);

/// What is recomputed along one axis of the canvas. A cell is a pixel of the bottleneck.
struct PatchAxis {
    Span cells;                 ///< of the encoder and the residual blocks
    std::vector<Span> source;   ///< by decoder level, coarsest first: upsampled, in source pixels
    std::vector<Span> decoded;  ///< by decoder level: what its convolution writes
    Span head;                  ///< what the heads' convolutions write
    Span picture;
};

/// The cells whose value a change of these label pixels is followed to. Exactness would take one
/// more cell to each side for every convolution of the bottleneck, which is all of a small canvas;
/// the change has faded long before.
Span cells_reached(const LgganConfig& config, int64_t side, Span changed);

/// The size of patch, in cells, that holds so many: one of a few.
int64_t patch_cells(int64_t cells);

/// Places a patch of `size` cells on a canvas of `side` pixels so that it holds `cells`.
PatchAxis place_patch(const LgganConfig& config, int64_t side, int64_t size, Span cells);

}  // namespace tessera
