// A generator readied for one canvas: its weights packed for the sizes that its layers will see,
// its maps laid out with their borders. What comes out is the modules' picture up to rounding.
#pragma once

#include <functional>
#include <string>

#include "model/inference/canvas.h"
#include "model/inference/plan/kept_maps.h"
#include "model/inference/plan/layers.h"

namespace tessera {

class StepClock;

/// What a render does beside its picture.
struct PlanExtras {
    StepClock* clock = nullptr;        ///< hears of every step
    KeptMaps* kept = nullptr;          ///< holds the maps, where the render ends well
    Statistics* statistics = nullptr;  ///< holds those of every norm, where the render ends well
    int64_t top = 0;   ///< where in a larger canvas the plan's lies, in multiples of
    int64_t left = 0;  ///< the network's stride
    const Statistics* given = nullptr;  ///< of the larger canvas, taken in place of one's own
    const std::function<void()>* between = nullptr;  ///< called before every step
};

/// The modules stay the reference. One call at a time.
///
/// The last upsampling makes the widest map of all: twice a side and twice the channels of what it
/// becomes. It is made some rows at a time, which takes less memory and stays in the cache; every
/// number of rows gives the same picture.
class Plan {
public:
    static constexpr int64_t kAllRows = int64_t{1} << 32;

    /// Why there is no plan for this generator; empty where there is one.
    static std::string obstacle(const Lggan& generator);

    /// Shares the generator's weights, which must not change any more, and packs copies of those
    /// that convolve. Throws c10::Error where obstacle() says something. `rows`: of its source,
    /// that the last upsampling takes at once.
    Plan(const Lggan& generator, const Canvas& canvas, int64_t rows = kAllRows);

    /// The picture of labels 1,H,W on the plan's canvas, and what the input keeps. Throws Cancelled
    /// when that was set.
    LgganOutput render(const LgganInput& input, const PlanExtras& extras = {}) const;

    const Canvas& canvas() const { return canvas_; }
    int64_t rows() const { return rows_; }

private:
    class Run;

    Lggan generator_;
    Canvas canvas_;
    int64_t rows_;
    at::Tensor everywhere_;  ///< labels for a picture that one class draws
    PackedLayers layers_;
};

}  // namespace tessera
