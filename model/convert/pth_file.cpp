// Finds pickle and bytes in either container, and makes tensors of them.
#include "model/convert/pth_file.h"

#include <ATen/ATen.h>
#include <caffe2/serialize/inline_container.h>

#include <cstring>
#include <fstream>
#include <functional>
#include <span>
#include <stdexcept>
#include <vector>

#include "model/convert/pickle.h"

namespace tessera {
namespace {

constexpr int kDeepest = 8;          // dictionaries in dictionaries
constexpr size_t kFewestBytes = 16;  // of a file that can be one

/// What the first of a file's pickles of old holds, as the bytes of a whole number.
const std::string kMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);

using Bytes = std::vector<std::byte>;
using Storages = std::function<at::Tensor(const PickledStorage&)>;

at::ScalarType type_of(const std::string& storage) {
    static const std::map<std::string, at::ScalarType> types{{"FloatStorage", at::kFloat},
                                                             {"DoubleStorage", at::kDouble},
                                                             {"HalfStorage", at::kHalf},
                                                             {"BFloat16Storage", at::kBFloat16},
                                                             {"LongStorage", at::kLong},
                                                             {"IntStorage", at::kInt},
                                                             {"ShortStorage", at::kShort},
                                                             {"CharStorage", at::kChar},
                                                             {"ByteStorage", at::kByte},
                                                             {"BoolStorage", at::kBool}};
    const auto found = types.find(storage);
    if (found == types.end()) {
        throw std::runtime_error("a tensor of type " + storage + " is not known");
    }
    return found->second;
}

/// Elements from bytes that may be unaligned.
at::Tensor elements(const std::byte* bytes, size_t size, const PickledStorage& of) {
    const at::ScalarType type = type_of(of.type);
    const auto each = static_cast<int64_t>(c10::elementSize(type));
    const auto held = static_cast<int64_t>(size) / each;
    if (of.begin < 0 || of.count < 0 || of.begin > held || of.count > held - of.begin) {
        throw std::runtime_error("storage " + of.key + " has " + std::to_string(of.count) +
                                 " elements, the file " + std::to_string(held));
    }
    at::Tensor tensor = at::empty({of.count}, type);
    if (of.count > 0) {
        std::memcpy(tensor.mutable_data_ptr(),
                    bytes + of.begin * each,
                    static_cast<size_t>(of.count * each));
    }
    return tensor;
}

/// A copy of the view that `tensor` is of its storage.
at::Tensor viewed(const PickledTensor& tensor, const at::Tensor& storage) {
    const auto bad = [] { throw std::runtime_error("a tensor leaves its storage"); };
    if (tensor.shape.size() != tensor.strides.size() || tensor.offset < 0) {
        bad();
    }
    int64_t last = tensor.offset;
    bool empty = false;
    for (size_t i = 0; i < tensor.shape.size(); ++i) {
        const int64_t steps = tensor.shape[i] - 1;
        if (steps < -1 || tensor.strides[i] < 0) {
            bad();
        }
        empty = empty || steps < 0;
        int64_t reach = 0;
        if (steps > 0 && (__builtin_mul_overflow(steps, tensor.strides[i], &reach) ||
                          __builtin_add_overflow(last, reach, &last))) {
            bad();
        }
    }
    if (empty) {
        return at::empty(tensor.shape, storage.options());
    }
    if (last >= storage.numel()) {
        bad();
    }
    return storage.as_strided(tensor.shape, tensor.strides, tensor.offset).clone();
}

class Collector {
public:
    Collector(const Storages& storages, std::map<std::string, at::Tensor>& into)
        : storages_(storages), into_(into) {}

    void collect(const PickleValue& value, const std::string& name, int depth) {
        if (const auto* tensor = std::get_if<PickledTensor>(&value.is)) {
            into_[name] = viewed(*tensor, storages_(tensor->storage));
        }
        const auto* entries = std::get_if<PickledEntries>(&value.is);
        if (entries == nullptr || depth == kDeepest) {
            return;
        }
        for (const auto& [key, entry] : *entries) {
            const std::string own = text_of(*key);
            if (!own.empty()) {
                std::string inner = name.empty() ? std::string() : name + ".";
                inner.append(own);
                collect(*entry, inner, depth + 1);
            }
        }
    }

private:
    static std::string text_of(const PickleValue& key) {
        if (const auto* text = std::get_if<std::string>(&key.is)) {
            return *text;
        }
        const auto* number = std::get_if<int64_t>(&key.is);
        return number != nullptr ? std::to_string(*number) : std::string();
    }

    const Storages& storages_;
    std::map<std::string, at::Tensor>& into_;
};

std::map<std::string, at::Tensor> collected(const Pickle& pickle, const Storages& storages) {
    std::map<std::string, at::Tensor> tensors;
    Collector(storages, tensors).collect(pickle.top(), {}, 0);
    if (tensors.empty()) {
        throw std::runtime_error("it holds no dictionary of tensors");
    }
    return tensors;
}

std::map<std::string, at::Tensor> read_zipped(const std::filesystem::path& path) {
    caffe2::serialize::PyTorchStreamReader reader(path.string());
    const auto record = [&](const std::string& name) {
        if (!reader.hasRecord(name)) {
            throw std::runtime_error("it has no " + name);
        }
        return reader.getRecord(name);
    };
    const auto [data, size] = record("data.pkl");
    const Pickle pickle = Pickle::read({static_cast<const std::byte*>(data.get()), size}, nullptr);
    return collected(pickle, [&](const PickledStorage& storage) {
        const auto [bytes, count] = record("data/" + storage.key);
        return elements(static_cast<const std::byte*>(bytes.get()), count, storage);
    });
}

Bytes read_bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("the file cannot be read");
    }
    Bytes bytes(std::filesystem::file_size(path));
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file) {
        throw std::runtime_error("the file cannot be read");
    }
    return bytes;
}

/// Pickle after pickle, and then the storages' bytes in the order that the last pickle says, each
/// behind the number of its elements.
class PickledFile {
public:
    explicit PickledFile(const Bytes& bytes) : left_(bytes) {}

    std::map<std::string, at::Tensor> read() {
        const Pickle magic = next();
        const auto* number = std::get_if<std::string>(&magic.top().is);
        if (number == nullptr || *number != kMagic) {
            throw std::runtime_error("it is no file of PyTorch's");
        }
        next();  // the protocol's version
        next();  // what machine wrote it
        const Pickle pickle = next();
        find_storages(next(), pickle);
        return collected(pickle, [&](const PickledStorage& storage) {
            const auto found = storages_.find(storage.key);
            if (found == storages_.end()) {
                throw std::runtime_error("storage " + storage.key + " is missing");
            }
            return elements(found->second.data(), found->second.size(), storage);
        });
    }

private:
    Pickle next() {
        size_t used = 0;
        Pickle pickle = Pickle::read(left_, &used);
        left_ = left_.subspan(used);
        return pickle;
    }

    /// Every storage's type, for its bytes do not say how long an element is.
    static void find_types(const PickleValue& value,
                           std::map<std::string, std::string>& types,
                           int depth) {
        if (const auto* tensor = std::get_if<PickledTensor>(&value.is)) {
            types[tensor->storage.key] = tensor->storage.type;
        }
        if (const auto* items = std::get_if<PickledItems>(&value.is); items && depth < kDeepest) {
            for (const PickleValue* item : *items) {
                find_types(*item, types, depth + 1);
            }
        }
        const auto* entries = std::get_if<PickledEntries>(&value.is);
        if (entries != nullptr && depth < kDeepest) {
            for (const auto& entry : *entries) {
                find_types(*entry.second, types, depth + 1);
            }
        }
    }

    void find_storages(const Pickle& keys, const Pickle& of) {
        std::map<std::string, std::string> types;
        find_types(of.top(), types, 0);
        const auto* items = std::get_if<PickledItems>(&keys.top().is);
        if (items == nullptr) {
            throw std::runtime_error("it does not list its storages");
        }
        for (const PickleValue* item : *items) {
            const auto* key = std::get_if<std::string>(&item->is);
            const auto type = key != nullptr ? types.find(*key) : types.end();
            if (type == types.end()) {
                throw std::runtime_error("it lists a storage that no tensor is of");
            }
            uint64_t count = 0;
            std::memcpy(&count, take(sizeof count).data(), sizeof count);
            const size_t each = c10::elementSize(type_of(type->second));
            if (count > left_.size() / each) {
                throw std::runtime_error("storage " + *key + " is cut");
            }
            storages_[*key] = take(count * each);
        }
    }

    std::span<const std::byte> take(size_t size) {
        if (size > left_.size()) {
            throw std::runtime_error("it ends before its storages do");
        }
        const auto part = left_.first(size);
        left_ = left_.subspan(size);
        return part;
    }

    std::span<const std::byte> left_;
    std::map<std::string, std::span<const std::byte>> storages_;
};

bool is_zip(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    char start[4] = {};
    file.read(start, sizeof start);
    return file && std::memcmp(start, "PK\x03\x04", sizeof start) == 0;
}

}  // namespace

std::map<std::string, at::Tensor> read_pth(const std::filesystem::path& path) {
    try {
        if (is_zip(path)) {
            return read_zipped(path);
        }
        const Bytes bytes = read_bytes(path);
        if (bytes.size() < kFewestBytes) {
            throw std::runtime_error("it is no file of PyTorch's");
        }
        return PickledFile(bytes).read();
    } catch (const c10::Error& error) {
        const std::string text = error.what_without_backtrace();
        throw std::runtime_error(path.string() + ": " + text.substr(0, text.find('\n')));
    } catch (const std::exception& error) {
        throw std::runtime_error(path.string() + ": " + error.what());
    }
}

}  // namespace tessera
