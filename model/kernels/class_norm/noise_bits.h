// The texture noise's arithmetic, for the processor and the GPU alike.
#pragma once

#include <cstdint>

#include "model/kernels/cuda/host_device.h"

namespace tessera::kernels {

/// One 32-bit mix of noise_map().
TESSERA_HOST_DEVICE uint32_t noise_mix(uint32_t x) {
    x = (x ^ (x >> 16)) * 0x7feb352du;
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    return x ^ (x >> 16);
}

/// What all pixels of a row share.
TESSERA_HOST_DEVICE uint32_t noise_row_key(uint32_t seed, uint32_t level, uint32_t row) {
    return noise_mix(row + noise_mix(level + noise_mix(seed)));
}

/// The value that the noise has where its bits, before the last mix, are these.
TESSERA_HOST_DEVICE float noise_value(uint32_t column_and_key) {
    // Flipping the top bit subtracts 2^31, and signed integers convert in one instruction.
    const int32_t bits = static_cast<int32_t>(noise_mix(column_and_key) ^ 0x80000000u);
    constexpr double step = 1.7320508075688772 / 2147483648.0;  // sqrt(3) / 2^31
    return static_cast<float>(bits) * static_cast<float>(step);
}

}  // namespace tessera::kernels
