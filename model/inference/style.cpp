// Style vectors out of seeds: a counter-based normal, the same on every machine.
#include <cmath>
#include <numbers>

#include "model/inference/engine.h"

namespace tessera {
namespace {

// The 32-bit mix of the texture noise.
uint32_t mix(uint32_t x) {
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    return x ^ (x >> 16);
}

// Uniform in (0, 1): never 0, so that its logarithm is finite.
double uniform(uint32_t seed, uint32_t counter) {
    return (mix(counter + mix(seed + 0x9e3779b9u)) + 0.5) / 4294967296.0;
}

}  // namespace

std::vector<float> style_from_seed(uint32_t seed, int64_t length) {
    std::vector<float> style;
    style.reserve(static_cast<size_t>(length));
    for (int64_t i = 0; i < length; ++i) {  // Box-Muller, one value of each pair
        const auto counter = static_cast<uint32_t>(2 * i);
        const double radius = std::sqrt(-2 * std::log(uniform(seed, counter)));
        const double angle = 2 * std::numbers::pi * uniform(seed, counter + 1);
        style.push_back(static_cast<float>(radius * std::cos(angle)));
    }
    return style;
}

}  // namespace tessera
