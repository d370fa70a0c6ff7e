// The plans of one generator that are at hand: the canvas in work and the thumbnails beside it.
#pragma once

#include <functional>
#include <list>
#include <string>
#include <vector>

#include "model/inference/plan/plan.h"

namespace tessera {

/// Keeps the canvases used last, each with its own packed weights.
class Plans {
public:
    using Build = std::function<Plan(const Canvas&, int64_t rows)>;

    explicit Plans(const Lggan& generator);

    /// Plans that are built in another way, where nothing is in theirs.
    Plans(std::string obstacle, Build build)
        : obstacle_(std::move(obstacle)), build_(std::move(build)) {}

    /// Why every render is left to the modules; empty where plans make them.
    const std::string& obstacle() const { return obstacle_; }

    /// The plan for a canvas, built where it is not at hand; null where that fails, and from then
    /// on for this canvas. It stays until others were asked for. `rows` as Plan has them.
    const Plan* plan_for(const Canvas& canvas, int64_t rows = Plan::kAllRows);

    /// Why a plan that was asked for could not be built, each failure once; empty: none has failed
    /// since.
    std::string news() { return std::exchange(news_, {}); }

private:
    static constexpr size_t kMost = 3;

    bool has_failed(const Canvas& canvas) const;

    std::string obstacle_;
    Build build_;
    std::list<Plan> plans_;  // the last used first
    std::vector<Canvas> failed_;
    std::string news_;
};

}  // namespace tessera
