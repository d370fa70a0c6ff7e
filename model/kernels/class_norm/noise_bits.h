// The texture noise's arithmetic, for the processor and the GPU alike.
#pragma once

#include <cstdint>

#include "model/kernels/host_device.h"

namespace tessera::kernels {

/// One 32-bit mix of noise_map(); Word is uint32_t or a vector of them.
template <class Word>
TESSERA_HOST_DEVICE Word noise_mix(Word x) {
    x = (x ^ (x >> 16)) * 0x7feb352du;
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    return x ^ (x >> 16);
}

/// What all pixels of a row share.
TESSERA_HOST_DEVICE uint32_t noise_row_key(uint32_t seed, uint32_t level, uint32_t row) {
    return noise_mix(row + noise_mix(level + noise_mix(seed)));
}

inline constexpr double kSqrt3 = 1.7320508075688772;

}  // namespace tessera::kernels
