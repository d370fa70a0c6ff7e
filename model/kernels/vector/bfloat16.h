// A bfloat16 as plain bits, for code that sees no LibTorch header.
#pragma once

#include <cstdint>

namespace tessera::kernels {

/// The upper half of a float; the same bytes as at::BFloat16.
struct Bfloat16 {
    uint16_t bits;
};

}  // namespace tessera::kernels
