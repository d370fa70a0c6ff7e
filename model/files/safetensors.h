// The safetensors format: a bounds-checked mapped reader and a writer that never leaves half a
// file. Free of LibTorch; model/files/tensors.h turns what is stored into tensors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tessera {

/// Element types of the format that are read and written.
enum class StoredType {
    float16,
    bfloat16,
    float32,
    float64,
    int8,
    uint8,
    int16,
    int32,
    int64,
    boolean
};

/// Bytes of one element.
size_t size_of(StoredType type);

/// The format's own name: "F32", "BF16", ..
std::string name_of(StoredType type);

/// One tensor as it lies in a file: row-major, little-endian.
struct StoredTensor {
    StoredType type = StoredType::float32;
    std::vector<int64_t> shape;
    std::span<const std::byte> bytes;  ///< product of shape * size_of(type); may be unaligned

    int64_t count() const;  ///< elements
};

/// A mapped file. Every offset was checked when it was opened, so reading cannot leave the file.
class SafetensorsFile {
public:
    /// Throws std::runtime_error, one line that names the file and the reason: unreadable, cut, a
    /// header that is no safetensors header, an unknown type, a size that does not multiply out,
    /// offsets that overlap or lie outside, a name twice.
    static std::shared_ptr<const SafetensorsFile> open(const std::filesystem::path& path);

    virtual ~SafetensorsFile() = default;

    virtual const std::filesystem::path& path() const = 0;

    /// Tensors by name; their bytes are valid while the file lives.
    virtual const std::map<std::string, StoredTensor>& tensors() const = 0;

    /// The text of `__metadata__`.
    virtual const std::map<std::string, std::string>& metadata() const = 0;
};

/// Writes a file whole or not at all: beside it, synced, then renamed over it. Throws
/// std::runtime_error that names the file and the reason (disk full, folder not writable); what was
/// there before stays then.
void write_safetensors(const std::filesystem::path& path,
                       const std::map<std::string, StoredTensor>& tensors,
                       const std::map<std::string, std::string>& metadata = {});

}  // namespace tessera
