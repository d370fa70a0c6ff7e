// Writes an indexed PNG, which OpenCV can't.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace tessera::test {

inline std::string big_endian(uint32_t value) {
    return {static_cast<char>(value >> 24),
            static_cast<char>(value >> 16),
            static_cast<char>(value >> 8),
            static_cast<char>(value)};
}

inline uint32_t crc(const std::string& bytes) {
    uint32_t sum = 0xffffffff;
    for (const char byte : bytes) {
        sum ^= static_cast<uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum >> 1) ^ (sum & 1 ? 0xedb88320 : 0);
        }
    }
    return ~sum;
}

inline std::string chunk(const std::string& type, const std::string& data) {
    return big_endian(static_cast<uint32_t>(data.size())) + type + data +
           big_endian(crc(type + data));
}

/// zlib's form without compression; at most 65535 bytes.
inline std::string stored(const std::string& bytes) {
    const auto size = static_cast<uint16_t>(bytes.size());
    const auto low = static_cast<char>(size), high = static_cast<char>(size >> 8);
    uint32_t a = 1, b = 0;
    for (const char byte : bytes) {
        a = (a + static_cast<uint8_t>(byte)) % 65521;
        b = (b + a) % 65521;
    }
    return std::string("\x78\x01\x01", 3) + low + high + static_cast<char>(~low) +
           static_cast<char>(~high) + bytes + big_endian(b << 16 | a);
}

/// `indices` row by row.
inline void write_indexed_png(const std::filesystem::path& file,
                              uint32_t width,
                              uint32_t height,
                              const std::vector<uint8_t>& indices,
                              const std::vector<std::array<uint8_t, 3>>& palette) {
    std::string rows, colors;
    for (uint32_t y = 0; y < height; ++y) {
        rows += '\0';  // no filter
        rows.append(indices.begin() + y * width, indices.begin() + (y + 1) * width);
    }
    for (const auto& color : palette) {
        colors.append(color.begin(), color.end());
    }
    std::ofstream(file, std::ios::binary)
        << "\x89PNG\r\n\x1a\n"
        << chunk("IHDR", big_endian(width) + big_endian(height) + std::string("\x08\x03\0\0\0", 5))
        << chunk("PLTE", colors) << chunk("IDAT", stored(rows)) << chunk("IEND", "");
}

}  // namespace tessera::test
