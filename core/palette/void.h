// The one value of a label that names no class of a palette.
#pragma once

#include <cstdint>

namespace tessera {

/// Value of a pixel that belongs to no class.
inline constexpr uint16_t kVoid = 0xFFFF;

}  // namespace tessera
