// The plans of one generator that are at hand: the canvas in work and the thumbnails beside it.
#pragma once

#include <list>
#include <string>

#include "model/inference/plan/plan.h"

namespace tessera {

/// Keeps the canvases used last, each with its own packed weights.
class Plans {
public:
    explicit Plans(const Lggan& generator);

    /// Why every render is left to the modules; empty where plans make them.
    const std::string& obstacle() const { return obstacle_; }

    /// The plan for a canvas, built where it is not at hand. It stays until others were asked for.
    const Plan& plan_for(const Canvas& canvas);

private:
    static constexpr size_t kMost = 3;

    Lggan generator_;
    std::string obstacle_;
    std::list<Plan> plans_;  // the last used first
};

}  // namespace tessera
