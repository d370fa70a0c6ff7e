// A generator readied for one canvas: its weights packed for the sizes that its layers will see,
// its maps laid out with their borders. What comes out is the modules' picture up to rounding.
#pragma once

#include <string>
#include <vector>

#include "model/inference/canvas.h"
#include "model/inference/plan/feature_map.h"
#include "model/networks/lggan.h"
#include "model/networks/packed_convolution.h"

namespace tessera {

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
    /// when that was set. A clock, where given, hears of every step.
    LgganOutput render(const LgganInput& input, StepClock* clock = nullptr) const;

    const Canvas& canvas() const { return canvas_; }

private:
    /// A convolution whose bias is left out, because the norm behind it takes every constant away.
    struct Layer {
        std::string name;
        PackedConvolution conv;
        Norm norm{nullptr};
        at::Tensor noise_strength;  ///< undefined: none
    };
    struct Sau {
        std::string name;
        PackedConvolution compress, encode;
    };
    class Run;

    Layer layer(const std::string& name,
                const Conv& conv,
                const Norm& norm,
                int64_t level,
                int64_t border) const;

    Lggan generator_;
    Canvas canvas_;
    at::Tensor everywhere_;  ///< labels for a picture that one class draws
    std::vector<Layer> down_;
    std::vector<Layer> block_;  ///< two a residual block
    std::vector<Sau> up_;
    std::vector<Layer> decode_;
    Layer global_;
    Layer weight_;
};

}  // namespace tessera
