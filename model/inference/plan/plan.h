// A generator readied for one canvas: its weights packed for the sizes that its layers will see,
// its maps laid out with their borders. What comes out is the modules' picture up to rounding.
#pragma once

#include <string>

#include "model/inference/canvas.h"
#include "model/inference/plan/layers.h"

namespace tessera {

struct KeptMaps;
class StepClock;

/// The modules stay the reference. One call at a time.
class Plan {
public:
    /// Why there is no plan for this generator; empty where there is one.
    static std::string obstacle(const Lggan& generator);

    /// Shares the generator's weights, which must not change any more, and packs copies of those
    /// that convolve. Throws c10::Error where obstacle() says something.
    Plan(const Lggan& generator, const Canvas& canvas);

    /// The picture of labels 1,H,W on the plan's canvas, and what the input keeps. Throws Cancelled
    /// when that was set. A clock, where given, hears of every step; `kept`, where given and the
    /// render ends well, holds its maps.
    LgganOutput render(const LgganInput& input,
                       StepClock* clock = nullptr,
                       KeptMaps* kept = nullptr) const;

    const Canvas& canvas() const { return canvas_; }

private:
    class Run;

    Lggan generator_;
    Canvas canvas_;
    at::Tensor everywhere_;  ///< labels for a picture that one class draws
    PackedLayers layers_;
};

}  // namespace tessera
