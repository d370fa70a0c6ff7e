// Rows of the codes, and angles between them.
#include "model/inspection/codes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

namespace tessera {

std::vector<float> region_code(const Insides& insides, uint16_t channel) {
    const Array& codes = insides.array("codes", Part::codes);
    if (channel >= codes.shape[0]) {
        throw std::runtime_error("the model has no class " + std::to_string(channel));
    }
    const auto first = codes.values.begin() + channel * codes.shape[1];
    return {first, first + codes.shape[1]};
}

float code_cosine(const std::vector<float>& one, const std::vector<float>& other) {
    const auto product = [](const std::vector<float>& a, const std::vector<float>& b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    };
    const double lengths = std::sqrt(product(one, one)) * std::sqrt(product(other, other));
    return lengths > 0 ? static_cast<float>(std::clamp(product(one, other) / lengths, -1.0, 1.0))
                       : std::numeric_limits<float>::quiet_NaN();
}

}  // namespace tessera
