// Sizes follow from the size in cells alone; rims move a patch and do not cut it.
#include "model/inference/plan/patch_window.h"

#include <algorithm>

namespace tessera {
namespace {

// On the shipped models strokes drawn with these reaches differ from the exact picture by as much
// as with full reaches (28.74 of 255 and 28.80 for the worst of the tests' strokes, without a limit
// of drift): what is left is that norms keep their statistics.
constexpr int64_t kBlockReach = 2;    // cells that the residual blocks together carry a change
constexpr int64_t kDecoderReach = 1;  // source pixels that an upsampling carries it

Span clamped(int64_t begin, int64_t size, int64_t side) {
    const int64_t fitting = std::min(size, side);
    return {std::clamp<int64_t>(begin, 0, side - fitting), fitting};
}

/// Pixels beyond the picture's own that the heads read to draw it.
int64_t head_ring(const LgganConfig& config) {
    return config.head_kernel / 2 + (config.combine == "conv" ? 1 : 0);
}

}  // namespace

Span grown(Span span, int64_t by, int64_t side) {
    return clamped(span.begin - by, span.size + 2 * by, side);
}

Span cells_reached(const LgganConfig& config, int64_t side, Span changed) {
    const int64_t half = config.head_kernel / 2;
    int64_t first = changed.begin - half, last = changed.end() - 1 + half;
    for (int64_t i = 0; i < config.downs; ++i) {  // pixel o reads 2o-1 to 2o+1
        first = std::max<int64_t>(first, 0) / 2;
        last = (last + 1) / 2;
    }
    const int64_t cells = side >> config.downs;
    first = std::max<int64_t>(first - kBlockReach, 0);
    last = std::min(last + kBlockReach, cells - 1);
    return {first, last - first + 1};
}

int64_t patch_cells(int64_t cells) {
    int64_t size = 8;
    while (size < cells) {
        size += std::max<int64_t>(4, size / 3 / 4 * 4);
    }
    return size;
}

PatchAxis place_patch(const LgganConfig& config, int64_t side, int64_t size, Span cells) {
    PatchAxis axis;
    int64_t map = side >> config.downs;
    axis.cells = clamped(cells.begin - (size - cells.size) / 2, size, map);
    Span reached = axis.cells;
    for (int64_t i = 0; i < config.downs; ++i) {
        reached = grown(reached, kDecoderReach, map);
        axis.source.push_back(grown(reached, 1, map));
        reached = {2 * reached.begin, 2 * reached.size};
        map *= 2;
        axis.decoded.push_back(reached);
    }
    axis.picture = reached;
    axis.head = grown(reached, head_ring(config), side);
    return axis;
}

}  // namespace tessera
