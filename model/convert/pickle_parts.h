// What a pickle's instructions read and make: bytes, names, storages and tensors.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

#include "model/convert/pickle.h"

namespace tessera::pickles {

/// Names that tensors and their containers are made by.
inline constexpr const char* kDictionary = "collections.OrderedDict";
inline constexpr const char* kTensor = "torch._utils._rebuild_tensor_v2";
inline constexpr const char* kOldTensor = "torch._utils._rebuild_tensor";
inline constexpr const char* kParameter = "torch._utils._rebuild_parameter";
inline constexpr const char* kSize = "torch.Size";

/// Whether a name is one of those, or a storage's type.
bool is_known(const std::string& name);

/// Throws std::runtime_error: "not a whole pickle: ..".
[[noreturn]] void broken(const std::string& why);

/// Bytes from front to back, never beyond.
class Source {
public:
    explicit Source(std::span<const std::byte> bytes) : bytes_(bytes) {}

    size_t used() const { return used_; }

    std::string take(uint64_t count);
    uint8_t byte() { return static_cast<uint8_t>(take(1)[0]); }
    uint64_t number(int size);  ///< little-endian, of so many bytes
    std::string line();         ///< up to a line's end, which is taken, too

private:
    std::span<const std::byte> bytes_;
    size_t used_ = 0;
};

/// The value as what it must be; `what` says so where it is something else.
template <typename Kind>
Kind& as(PickleValue& value, const char* what) {
    if (auto* found = std::get_if<Kind>(&value.is)) {
        return *found;
    }
    broken(std::string("it has something else in the place of ") + what);
}

template <typename Kind>
const Kind& as(const PickleValue* value, const char* what) {
    if (const auto* found = std::get_if<Kind>(&value->is)) {
        return *found;
    }
    broken(std::string("it has something else in the place of ") + what);
}

/// ('storage', type, key, device, count) or, in files of old, with (view's key, begin, count)
/// behind it.
PickledStorage storage_of(const PickleValue* id);

/// (storage, offset, shape, strides, ..).
PickledTensor tensor_of(const PickledItems& arguments);

/// Nothing, or one list of pairs.
PickledEntries dictionary_of(const PickledItems& arguments);

}  // namespace tessera::pickles
