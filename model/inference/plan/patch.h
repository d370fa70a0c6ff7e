// The steps of a render again, on rectangles: what a dab changes of a picture.
#pragma once

#include "model/inference/plan/kept_maps.h"
#include "model/inference/plan/layers.h"
#include "model/inference/plan/patch_window.h"

namespace tessera {

/// Rows and columns of a canvas.
struct PatchPlace {
    PatchAxis y, x;
};

/// A plan for patches of one size on a canvas. One call at a time.
class Patch {
public:
    /// Of `cells` bottleneck pixels a side, or the canvas's own number where that is less. The
    /// generator is one that Plan covers and that halves at least once.
    Patch(const Lggan& generator, const Canvas& canvas, int64_t cells);

    int64_t cells() const { return cells_; }

    /// Makes the kept maps and picture follow the kept labels, which changed in `changed`, around
    /// there, and what is kept of the inside but the classifier's logits, which come of the whole
    /// canvas. Norms keep the statistics of the render that the maps are from. Throws Cancelled
    /// when that was set; the maps are then partly old, and the same or a larger change is to be
    /// followed again.
    PatchPlace follow(KeptMaps& kept,
                      Span changed_rows,
                      Span changed_columns,
                      const LgganInput& input) const;

private:
    class Run;

    PatchPlace place(Span rows, Span columns) const;

    Lggan generator_;
    Canvas canvas_;
    int64_t cells_;
    at::Tensor everywhere_;  ///< labels for a picture that one class draws
    PackedLayers layers_;
};

}  // namespace tessera
