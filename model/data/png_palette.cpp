// Walks a PNG's chunks up to its palette.
#include "model/data/png_palette.h"

#include <fstream>
#include <string>

namespace tessera {
namespace {

constexpr size_t kSignature = 8;
constexpr uint32_t kLongestPalette = 256 * 3;

uint32_t big_endian(const unsigned char* bytes) {
    return uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 | uint32_t{bytes[2]} << 8 | bytes[3];
}

}  // namespace

std::vector<std::array<uint8_t, 3>> read_png_palette(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    unsigned char
        header[kSignature + 8 + 13 + 4];  // signature, IHDR with its length, type, checksum
    if (!in.read(reinterpret_cast<char*>(header), sizeof header) || header[1] != 'P' ||
        header[2] != 'N' || header[3] != 'G' || header[kSignature + 8 + 9] != 3) {
        return {};  // no PNG, or colour type other than indexed
    }
    unsigned char chunk[8];
    while (in.read(reinterpret_cast<char*>(chunk), sizeof chunk)) {
        const uint32_t length = big_endian(chunk);
        const std::string type(chunk + 4, chunk + 8);
        if (type == "PLTE" && length <= kLongestPalette && length % 3 == 0) {
            std::vector<std::array<uint8_t, 3>> colors(length / 3);
            in.read(reinterpret_cast<char*>(colors.data()), length);
            return in ? colors : std::vector<std::array<uint8_t, 3>>{};
        }
        if (type == "IDAT") {
            break;
        }
        in.seekg(std::streamoff{length} + 4, std::ios::cur);
    }
    return {};
}

}  // namespace tessera
