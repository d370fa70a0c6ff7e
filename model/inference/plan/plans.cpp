// Last used, first kept.
#include "model/inference/plan/plans.h"

#include <algorithm>
#include <exception>

namespace tessera {
namespace {

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

}  // namespace

Plans::Plans(const Lggan& generator)
    : obstacle_(Plan::obstacle(generator)), build_([generator](const Canvas& canvas, int64_t rows) {
          return Plan(generator, canvas, rows);
      }) {}

const Plan* Plans::plan_for(const Canvas& canvas, int64_t rows) {
    const int64_t wanted = std::min(rows, canvas.height / 2);
    const auto found = std::find_if(plans_.begin(), plans_.end(), [&](const Plan& plan) {
        return plan.canvas() == canvas && plan.rows() == wanted;
    });
    if (found != plans_.end()) {
        plans_.splice(plans_.begin(), plans_, found);
        return &plans_.front();
    }
    if (has_failed(canvas)) {
        return nullptr;
    }
    if (plans_.size() == kMost) {
        plans_.pop_back();
    }
    try {
        plans_.push_front(build_(canvas, wanted));
    } catch (const std::exception& error) {
        failed_.push_back(canvas);
        news_ = "no plan for a canvas of " + std::to_string(canvas.width) + " x " +
                std::to_string(canvas.height) + " (" + first_line(error.what()) +
                "); its pictures take longer";
        return nullptr;
    }
    return &plans_.front();
}

bool Plans::has_failed(const Canvas& canvas) const {
    return std::find(failed_.begin(), failed_.end(), canvas) != failed_.end();
}

}  // namespace tessera
