// Parts of pickles, each checked for being what it says.
#include "model/convert/pickle_parts.h"

#include <cstring>

namespace tessera::pickles {
namespace {

bool is_storage(const std::string& name) {
    const std::string end = "Storage";
    return name.starts_with("torch.") && name.ends_with(end) && name.size() > end.size() + 6 &&
           name.find('.', 6) == std::string::npos;
}

std::vector<int64_t> numbers(const PickleValue* value) {
    std::vector<int64_t> all;
    for (const PickleValue* one : as<PickledItems>(value, "a shape")) {
        all.push_back(as<int64_t>(one, "a shape's number"));
    }
    return all;
}

}  // namespace

void broken(const std::string& why) {
    throw std::runtime_error("not a whole pickle: " + why);
}

bool is_known(const std::string& name) {
    return name == kDictionary || name == kTensor || name == kOldTensor || name == kParameter ||
           name == kSize || is_storage(name);
}

std::string Source::take(uint64_t count) {
    if (count > bytes_.size() - used_) {
        broken("it ends too early");
    }
    const std::string text(reinterpret_cast<const char*>(bytes_.data()) + used_, count);
    used_ += count;
    return text;
}

uint64_t Source::number(int size) {
    uint64_t value = 0;
    for (int i = 0; i < size; ++i) {
        value |= uint64_t{byte()} << (8 * i);
    }
    return value;
}

std::string Source::line() {
    std::string text;
    for (uint8_t next = byte(); next != '\n'; next = byte()) {
        text += static_cast<char>(next);
    }
    return text;
}

PickledStorage storage_of(const PickleValue* id) {
    const auto& parts = as<PickledItems>(id, "a storage");
    if (parts.size() < 5 || as<std::string>(parts[0], "a storage") != "storage") {
        broken("a storage is not described as one");
    }
    PickledStorage storage;
    storage.type = as<PickledName>(parts[1], "a storage's type").name.substr(strlen("torch."));
    storage.key = as<std::string>(parts[2], "a storage's key");
    storage.count = as<int64_t>(parts[4], "a storage's size");
    if (parts.size() > 5 && !std::holds_alternative<std::monostate>(parts[5]->is)) {
        const auto& view = as<PickledItems>(parts[5], "a view");
        if (view.size() != 3) {
            broken("a view is not described as one");
        }
        storage.begin = as<int64_t>(view[1], "a view's begin");
        storage.count = as<int64_t>(view[2], "a view's size");
    }
    return storage;
}

PickledTensor tensor_of(const PickledItems& arguments) {
    if (arguments.size() < 4) {
        broken("a tensor lacks some of its parts");
    }
    return {as<PickledStorage>(arguments[0], "a tensor's storage"),
            as<int64_t>(arguments[1], "a tensor's offset"),
            numbers(arguments[2]),
            numbers(arguments[3])};
}

PickledEntries dictionary_of(const PickledItems& arguments) {
    PickledEntries entries;
    if (arguments.empty()) {
        return entries;
    }
    for (const PickleValue* pair : as<PickledItems>(arguments[0], "a dictionary's entries")) {
        const auto& both = as<PickledItems>(pair, "a dictionary's entry");
        if (both.size() != 2) {
            broken("a dictionary's entry is no pair");
        }
        entries.emplace_back(both[0], both[1]);
    }
    return entries;
}

}  // namespace tessera::pickles
