// Files that are written whole or not at all.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace tessera {

/// A new file beside `path` that takes its place on commit() and is gone without one. Every method
/// throws std::runtime_error that names the path and the reason.
class AtomicFile {
public:
    explicit AtomicFile(const std::filesystem::path& path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::span<const std::byte> bytes);

    /// On disk first, then in the place of the old file.
    void commit();

private:
    std::filesystem::path path_;
    std::filesystem::path aside_;
    int file_;
    bool committed_ = false;
};

}  // namespace tessera
