// Wall time by the steady clock.
#include "model/inference/plan/step_clock.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>

namespace tessera {
namespace {

constexpr int kRepeats = 3;             // of which the fastest counts
constexpr int64_t kCopied = 8LL << 20;  // bytes: about a map of a 256 x 256 render, in the cache

double milliseconds(const std::function<void()>& body) {
    const auto start = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

double fastest(const std::function<void()>& body) {
    double best = milliseconds(body);
    for (int i = 1; i < kRepeats; ++i) {
        best = std::min(best, milliseconds(body));
    }
    return best;
}

}  // namespace

StepClock::StepClock() {
    const at::Tensor from = at::zeros({kCopied}, at::kByte), to = at::zeros({kCopied}, at::kByte);
    bytes_a_millisecond_ = 2 * kCopied / fastest([&] { to.copy_(from); });
}

void StepClock::convolution(const std::string& name, const std::function<void()>& body) {
    const double taken = milliseconds(body);
    add({name, true, taken, fastest(body)});
}

void StepClock::pass(const std::string& name, int64_t bytes, const std::function<void()>& body) {
    const double taken = milliseconds(body);
    add({name, false, taken, static_cast<double>(bytes) / bytes_a_millisecond_});
}

void StepClock::add(const LayerTime& time) {
    const auto same = std::find_if(layers_.begin(), layers_.end(), [&](const LayerTime& one) {
        return one.name == time.name;
    });
    if (same == layers_.end()) {
        layers_.push_back(time);
    } else {
        same->milliseconds += time.milliseconds;
        same->limit += time.limit;
    }
}

}  // namespace tessera
