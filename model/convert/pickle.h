// Pickles of tensors, read without running anything. Free of LibTorch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tessera {

struct PickleValue;

/// Bytes that a file keeps beside the pickle, or behind it.
struct PickledStorage {
    std::string type;   ///< "FloatStorage"
    std::string key;    ///< names the bytes
    int64_t count = 0;  ///< elements
    int64_t begin = 0;  ///< element of the bytes where it begins
};

/// A tensor as a view of a storage. Nothing of it has been checked.
struct PickledTensor {
    PickledStorage storage;
    int64_t offset = 0;  ///< elements from the storage's beginning
    std::vector<int64_t> shape;
    std::vector<int64_t> strides;  ///< elements
};

/// A name of Python's, "torch._utils._rebuild_tensor_v2": one of those that tensors are made of.
struct PickledName {
    std::string name;
};

using PickledItems = std::vector<const PickleValue*>;
using PickledEntries = std::vector<std::pair<const PickleValue*, const PickleValue*>>;

/// None, truth, whole number, number, text, list or tuple, dictionary, storage, tensor, name. A
/// whole number of more than 64 bits is the text of its bytes, lowest first.
struct PickleValue {
    std::variant<std::monostate,
                 bool,
                 int64_t,
                 double,
                 std::string,
                 PickledItems,
                 PickledEntries,
                 PickledStorage,
                 PickledTensor,
                 PickledName>
        is;
};

/// One pickle's values; they live as long as it does.
class Pickle {
public:
    /// Reads up to the pickle's end, and tells how many bytes that were. Throws std::runtime_error
    /// in one line on a cut or broken pickle, and on one that wants to run anything, with the name
    /// of what it wanted.
    static Pickle read(std::span<const std::byte> bytes, size_t* used = nullptr);

    const PickleValue& top() const { return *top_; }

private:
    friend class PickleReader;

    std::deque<PickleValue> values_;
    const PickleValue* top_ = nullptr;
};

}  // namespace tessera
