// Reads a safetensors file's header as hostile text, and writes files whole or not at all.
#include "model/files/safetensors.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "model/files/atomic_file.h"

namespace tessera {
namespace {

using nlohmann::json;

constexpr uint64_t kLengthBytes = 8;
constexpr uint64_t kLongestHeader = 100'000'000;  // the format's own limit
constexpr int kDeepestHeader = 4;                 // entry, its fields, their lists

struct TypeEntry {
    StoredType type;
    const char* name;
    size_t size;
};

constexpr std::array<TypeEntry, 10> kTypes{{{StoredType::float16, "F16", 2},
                                            {StoredType::bfloat16, "BF16", 2},
                                            {StoredType::float32, "F32", 4},
                                            {StoredType::float64, "F64", 8},
                                            {StoredType::int8, "I8", 1},
                                            {StoredType::uint8, "U8", 1},
                                            {StoredType::int16, "I16", 2},
                                            {StoredType::int32, "I32", 4},
                                            {StoredType::int64, "I64", 8},
                                            {StoredType::boolean, "BOOL", 1}}};

const TypeEntry& entry_of(StoredType type) {
    return *std::find_if(
        kTypes.begin(), kTypes.end(), [&](const TypeEntry& entry) { return entry.type == type; });
}

/// What is wrong with a file; the name is put before it once, where it is opened.
[[noreturn]] void refuse(const std::string& reason) {
    throw std::runtime_error(reason);
}

[[noreturn]] void refuse_errno(const std::filesystem::path& path, int error) {
    throw std::runtime_error(path.string() + ": " + std::strerror(error));
}

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_;
};

/// A whole file in memory, read as it is touched.
class Mapping {
public:
    explicit Mapping(const std::filesystem::path& path) {
        const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        struct stat status {};
        if (!file || ::fstat(file.get(), &status) != 0) {
            refuse_errno(path, errno);
        }
        if (!S_ISREG(status.st_mode)) {
            throw std::runtime_error(path.string() + ": not a file");
        }
        size_ = static_cast<size_t>(status.st_size);
        if (size_ == 0) {
            throw std::runtime_error(path.string() + ": the file is empty");
        }
        data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
        if (data_ == MAP_FAILED) {
            refuse_errno(path, errno);
        }
    }
    ~Mapping() { ::munmap(data_, size_); }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

    std::span<const std::byte> bytes() const {
        return {static_cast<const std::byte*>(data_), size_};
    }

private:
    void* data_ = nullptr;
    size_t size_ = 0;
};

/// The header's JSON; a key that stands twice would hide one of two tensors.
json parse_header(std::span<const std::byte> bytes) {
    std::vector<std::set<std::string>> keys(kDeepestHeader + 1);
    const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
        if (depth > kDeepestHeader) {
            refuse("the header nests too deep");
        }
        if (event == json::parse_event_t::object_start) {
            keys[static_cast<size_t>(depth)].clear();
        } else if (event == json::parse_event_t::key &&
                   !keys[static_cast<size_t>(depth - 1)].insert(parsed.get<std::string>()).second) {
            refuse("the header names \"" + parsed.get<std::string>() + "\" twice");
        }
        return true;
    };
    const auto* text = reinterpret_cast<const char*>(bytes.data());
    json header;
    try {
        header = json::parse(text, text + bytes.size(), watch);
    } catch (const json::exception&) {
        refuse("the header is not JSON");
    }
    if (!header.is_object()) {
        refuse("the header is not a JSON object");
    }
    return header;
}

std::span<const std::byte> header_bytes(std::span<const std::byte> file) {
    if (file.size() < kLengthBytes) {
        refuse("not a safetensors file (" + std::to_string(file.size()) + " bytes)");
    }
    uint64_t length = 0;
    std::memcpy(&length, file.data(), sizeof length);
    if (length > kLongestHeader || length > file.size() - kLengthBytes) {
        refuse("not a safetensors file, or cut: its header claims " + std::to_string(length) +
               " bytes, the file has " + std::to_string(file.size()));
    }
    return file.subspan(kLengthBytes, length);
}

/// A list of numbers that are not negative and fit an int64.
std::vector<int64_t> whole_numbers(const json& list, const std::string& what) {
    if (!list.is_array()) {
        refuse(what + " is not a list");
    }
    std::vector<int64_t> numbers;
    for (const json& number : list) {
        if (!number.is_number_unsigned() || number.get<uint64_t>() > INT64_MAX) {
            refuse(what + " holds " + number.dump() + ", not a whole number");
        }
        numbers.push_back(number.get<int64_t>());
    }
    return numbers;
}

StoredType parse_type(const json& name, const std::string& tensor) {
    for (const TypeEntry& entry : kTypes) {
        if (name == entry.name) {
            return entry.type;
        }
    }
    refuse("tensor " + tensor + " is of an unknown type " + name.dump());
}

int64_t checked_bytes(const StoredTensor& tensor, const std::string& name) {
    int64_t bytes = static_cast<int64_t>(size_of(tensor.type));
    for (const int64_t side : tensor.shape) {
        if (__builtin_mul_overflow(bytes, side, &bytes)) {
            refuse("tensor " + name + " is too large");
        }
    }
    return bytes;
}

StoredTensor parse_tensor(const std::string& name,
                          const json& entry,
                          std::span<const std::byte> data) {
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") ||
        !entry.contains("data_offsets") || entry.size() != 3) {
        refuse("tensor " + name + " has not just dtype, shape and data_offsets");
    }
    StoredTensor tensor;
    tensor.type = parse_type(entry["dtype"], name);
    tensor.shape = whole_numbers(entry["shape"], "shape of tensor " + name);
    const auto offsets = whole_numbers(entry["data_offsets"], "data_offsets of tensor " + name);
    if (offsets.size() != 2 || offsets[0] > offsets[1]) {
        refuse("data_offsets of tensor " + name + " are not begin and end");
    }
    if (static_cast<uint64_t>(offsets[1]) > data.size()) {
        refuse("cut, or wrong: tensor " + name + " ends at byte " + std::to_string(offsets[1]) +
               " of " + std::to_string(data.size()));
    }
    const int64_t bytes = checked_bytes(tensor, name);
    if (bytes != offsets[1] - offsets[0]) {
        refuse("tensor " + name + " has " + std::to_string(offsets[1] - offsets[0]) +
               " bytes, its shape needs " + std::to_string(bytes));
    }
    tensor.bytes = data.subspan(static_cast<size_t>(offsets[0]), static_cast<size_t>(bytes));
    return tensor;
}

void refuse_overlaps(const std::map<std::string, StoredTensor>& tensors) {
    std::vector<std::pair<std::span<const std::byte>, std::string>> order;
    for (const auto& [name, tensor] : tensors) {
        if (!tensor.bytes.empty()) {
            order.emplace_back(tensor.bytes, name);
        }
    }
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.first.data() < b.first.data();
    });
    for (size_t i = 1; i < order.size(); ++i) {
        const auto& before = order[i - 1].first;
        if (order[i].first.data() < before.data() + before.size()) {
            refuse("tensors " + order[i - 1].second + " and " + order[i].second + " overlap");
        }
    }
}

class MappedFile final : public SafetensorsFile {
public:
    explicit MappedFile(const std::filesystem::path& path) : path_(path), mapping_(path) {
        try {
            read(mapping_.bytes());
        } catch (const std::runtime_error& error) {
            throw std::runtime_error(path.string() + ": " + error.what());
        }
    }

    const std::filesystem::path& path() const override { return path_; }
    const std::map<std::string, StoredTensor>& tensors() const override { return tensors_; }
    const std::map<std::string, std::string>& metadata() const override { return metadata_; }

private:
    void read(std::span<const std::byte> file) {
        const std::span<const std::byte> header = header_bytes(file);
        const std::span<const std::byte> data = file.subspan(kLengthBytes + header.size());
        const json entries = parse_header(header);
        for (const auto& [name, entry] : entries.items()) {
            if (name == "__metadata__") {
                read_metadata(entry);
            } else {
                tensors_[name] = parse_tensor(name, entry, data);
            }
        }
        refuse_overlaps(tensors_);
    }

    void read_metadata(const json& entry) {
        if (!entry.is_object()) {
            refuse("__metadata__ is not an object");
        }
        for (const auto& [key, value] : entry.items()) {
            if (!value.is_string()) {
                refuse("metadata \"" + key + "\" is not a text");
            }
            metadata_[key] = value.get<std::string>();
        }
    }

    std::filesystem::path path_;
    Mapping mapping_;
    std::map<std::string, StoredTensor> tensors_;
    std::map<std::string, std::string> metadata_;
};

/// Tensors in the order of the file: wide elements first, so that each one is aligned.
using FileOrder = std::vector<std::pair<const std::string*, const StoredTensor*>>;

FileOrder file_order(const std::map<std::string, StoredTensor>& tensors) {
    FileOrder order;
    for (const auto& [name, tensor] : tensors) {
        order.emplace_back(&name, &tensor);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return size_of(a.second->type) > size_of(b.second->type);
    });
    return order;
}

std::string header_text(const FileOrder& order,
                        const std::map<std::string, std::string>& metadata) {
    json header = json::object();
    if (!metadata.empty()) {
        header["__metadata__"] = metadata;
    }
    size_t offset = 0;
    for (const auto& [name, tensor] : order) {
        const size_t end = offset + tensor->bytes.size();
        header[*name] = {{"dtype", name_of(tensor->type)},
                         {"shape", tensor->shape},
                         {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' ');  // the data begins aligned
    return text;
}

}  // namespace

size_t size_of(StoredType type) {
    return entry_of(type).size;
}

std::string name_of(StoredType type) {
    return entry_of(type).name;
}

int64_t StoredTensor::count() const {
    return static_cast<int64_t>(bytes.size() / size_of(type));
}

std::shared_ptr<const SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path) {
    return std::make_shared<MappedFile>(path);
}

void write_safetensors(const std::filesystem::path& path,
                       const std::map<std::string, StoredTensor>& tensors,
                       const std::map<std::string, std::string>& metadata) {
    for (const auto& [name, tensor] : tensors) {
        if (static_cast<size_t>(checked_bytes(tensor, name)) != tensor.bytes.size()) {
            refuse(path.string() + ": tensor " + name + " has " +
                   std::to_string(tensor.bytes.size()) + " bytes, not those of its shape");
        }
    }
    const FileOrder order = file_order(tensors);
    const std::string header = header_text(order, metadata);
    const uint64_t length = header.size();
    AtomicFile file(path);
    file.write(std::as_bytes(std::span(&length, 1)));
    file.write(std::as_bytes(std::span(header)));
    for (const auto& [name, tensor] : order) {
        file.write(tensor->bytes);
    }
    file.commit();
}

}  // namespace tessera
