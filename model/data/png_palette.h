// The colours of an indexed PNG, which image readers replace by what they stand for.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace tessera {

/// The RGB colours of the palette, by index; none where the file is no indexed PNG.
std::vector<std::array<uint8_t, 3>> read_png_palette(const std::filesystem::path& file);

}  // namespace tessera
