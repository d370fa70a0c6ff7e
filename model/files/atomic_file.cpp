// Writes aside and renames.
#include "model/files/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace tessera {
namespace {

[[noreturn]] void refuse_errno(const std::filesystem::path& path) {
    throw std::runtime_error(path.string() + ": " + std::strerror(errno));
}

}  // namespace

AtomicFile::AtomicFile(const std::filesystem::path& path)
    : path_(path),
      aside_(path.string() + ".part" + std::to_string(::getpid())),
      file_(::open(aside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
    if (file_ < 0) {
        refuse_errno(path_);
    }
}

AtomicFile::~AtomicFile() {
    ::close(file_);
    if (!committed_) {
        ::unlink(aside_.c_str());
    }
}

void AtomicFile::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            refuse_errno(path_);
        }
        bytes = bytes.subspan(static_cast<size_t>(std::max<ssize_t>(written, 0)));
    }
}

void AtomicFile::commit() {
    if (::fsync(file_) != 0 || ::rename(aside_.c_str(), path_.c_str()) != 0) {
        refuse_errno(path_);
    }
    committed_ = true;
}

}  // namespace tessera
