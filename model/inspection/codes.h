// The style codes of regions: SEAN's inside.
#pragma once

#include <cstdint>
#include <vector>

#include "model/inspection/insides.h"

namespace tessera {

/// The code of a class's region, as many values as the model's codes have. Needs Part::codes.
std::vector<float> region_code(const Insides& insides, uint16_t channel);

/// Cosine of the angle between two codes of one length, -1 to 1; NaN where one is all zero, the
/// neutral look of a region that no photo styles.
float code_cosine(const std::vector<float>& one, const std::vector<float>& other);

}  // namespace tessera
