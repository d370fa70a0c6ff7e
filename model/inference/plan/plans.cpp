// Last used, first kept.
#include "model/inference/plan/plans.h"

#include <algorithm>

namespace tessera {

Plans::Plans(const Lggan& generator)
    : generator_(generator), obstacle_(Plan::obstacle(generator)) {}

const Plan& Plans::plan_for(const Canvas& canvas) {
    const auto found = std::find_if(plans_.begin(), plans_.end(), [&](const Plan& plan) {
        return plan.canvas().height == canvas.height && plan.canvas().width == canvas.width;
    });
    if (found != plans_.end()) {
        plans_.splice(plans_.begin(), plans_, found);
        return plans_.front();
    }
    if (plans_.size() == kMost) {
        plans_.pop_back();
    }
    plans_.emplace_front(generator_, canvas);
    return plans_.front();
}

}  // namespace tessera
