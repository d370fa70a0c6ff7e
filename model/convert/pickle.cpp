// A stack machine for the instructions that tensors, texts, numbers and their containers need. What
// Python would call is known by name, and is made here; no other name is taken.
#include "model/convert/pickle.h"

#include <bit>
#include <map>

#include "model/convert/pickle_parts.h"

namespace tessera {

using namespace pickles;

class PickleReader {
public:
    explicit PickleReader(std::span<const std::byte> bytes) : source_(bytes) {}

    Pickle read() {
        for (uint8_t code = source_.byte(); code != '.'; code = source_.byte()) {
            if (!constant(code) && !remember(code) && !gather(code) && !make(code)) {
                broken("it has an instruction (" + std::to_string(code) +
                       ") that tensors have no need of");
            }
        }
        pickle_.top_ = pop();
        return std::move(pickle_);
    }

    size_t used() const { return source_.used(); }

private:
    template <typename Kind>
    void push(Kind kind) {
        pickle_.values_.push_back({std::move(kind)});
        stack_.push_back(&pickle_.values_.back());
    }

    PickleValue* pop() {
        if (stack_.empty()) {
            broken("its stack runs empty");
        }
        PickleValue* value = stack_.back();
        stack_.pop_back();
        return value;
    }

    PickleValue& top() {
        PickleValue* value = pop();
        stack_.push_back(value);
        return *value;
    }

    /// All above the last mark.
    PickledItems to_mark() {
        if (marks_.empty() || marks_.back() > stack_.size()) {
            broken("a mark is missing");
        }
        const auto begin = stack_.begin() + static_cast<ptrdiff_t>(marks_.back());
        PickledItems items(begin, stack_.end());
        stack_.erase(begin, stack_.end());
        marks_.pop_back();
        return items;
    }

    PickledItems take(size_t count) {
        PickledItems items(count);
        for (size_t i = count; i > 0; --i) {
            items[i - 1] = pop();
        }
        return items;
    }

    /// Numbers, texts, and empty containers. False for another instruction; so the rest, too.
    bool constant(uint8_t code) {
        switch (code) {
            case 'N':
                push(std::monostate());
                return true;
            case 0x88:
            case 0x89:
                push(code == 0x88);
                return true;
            case 'J':
                push(int64_t{static_cast<int32_t>(source_.number(4))});
                return true;
            case 'K':
                push(static_cast<int64_t>(source_.number(1)));
                return true;
            case 'M':
                push(static_cast<int64_t>(source_.number(2)));
                return true;
            case 0x8a:
                push_long(source_.take(source_.number(1)));
                return true;
            case 'G':
                push(std::bit_cast<double>(__builtin_bswap64(source_.number(8))));
                return true;
            case '}':
                push(PickledEntries());
                return true;
            case ']':
            case ')':
                push(PickledItems());
                return true;
            default:
                return text(code);
        }
    }

    bool text(uint8_t code) {
        switch (code) {
            case 'X':
            case 'T':
            case 'B':
                push(source_.take(source_.number(4)));
                return true;
            case 0x8c:
            case 'U':
            case 'C':
                push(source_.take(source_.number(1)));
                return true;
            case 0x8d:
            case 0x8e:
                push(source_.take(source_.number(8)));
                return true;
            default:
                return false;
        }
    }

    void push_long(const std::string& bytes) {
        if (bytes.size() > 8) {
            push(bytes);
            return;
        }
        uint64_t value = !bytes.empty() && (bytes.back() & 0x80) != 0 ? ~uint64_t{0} : 0;
        for (size_t i = bytes.size(); i > 0; --i) {
            value = value << 8 | static_cast<uint8_t>(bytes[i - 1]);
        }
        push(static_cast<int64_t>(value));
    }

    /// The protocol's own marks, the memory, and the stack's order.
    bool remember(uint8_t code) {
        switch (code) {
            case 0x80:
                source_.number(1);
                return true;
            case 0x95:
                source_.number(8);
                return true;
            case '(':
                marks_.push_back(stack_.size());
                return true;
            case 'q':
                memory_[source_.number(1)] = &top();
                return true;
            case 'r':
                memory_[source_.number(4)] = &top();
                return true;
            case 0x94:
                memory_[memory_.size()] = &top();
                return true;
            case 'h':
                recall(source_.number(1));
                return true;
            case 'j':
                recall(source_.number(4));
                return true;
            case '0':
                pop();
                return true;
            case '1':
                to_mark();
                return true;
            case '2':
                stack_.push_back(&top());
                return true;
            default:
                return false;
        }
    }

    void recall(uint64_t slot) {
        const auto found = memory_.find(slot);
        if (found == memory_.end()) {
            broken("it recalls what it did not keep");
        }
        stack_.push_back(found->second);
    }

    /// Into tuples, lists and dictionaries.
    bool gather(uint8_t code) {
        switch (code) {
            case 't':
                push(to_mark());
                return true;
            case 0x85:
            case 0x86:
            case 0x87:
                push(take(code - 0x84u));
                return true;
            case 'a':
                append(take(1));
                return true;
            case 'e':
                append(to_mark());
                return true;
            case 's':
                set(take(2));
                return true;
            case 'u':
                set(to_mark());
                return true;
            default:
                return false;
        }
    }

    void append(const PickledItems& items) {
        auto& list = as<PickledItems>(top(), "a list");
        list.insert(list.end(), items.begin(), items.end());
    }

    void set(const PickledItems& items) {
        auto& entries = as<PickledEntries>(top(), "a dictionary");
        for (size_t i = 0; i + 1 < items.size(); i += 2) {
            entries.emplace_back(items[i], items[i + 1]);
        }
    }

    /// Names, and what they make.
    bool make(uint8_t code) {
        switch (code) {
            case 'c': {
                const std::string module = source_.line();
                push_name(module + "." + source_.line());
                return true;
            }
            case 0x93: {
                const std::string name = as<std::string>(*pop(), "a name");
                push_name(as<std::string>(*pop(), "a name") + "." + name);
                return true;
            }
            case 'Q':
                push(storage_of(pop()));
                return true;
            case 'R':
            case 0x81: {
                const PickledItems arguments = as<PickledItems>(*pop(), "arguments");
                call(as<PickledName>(*pop(), "a name").name, arguments);
                return true;
            }
            case 'b':  // attributes: of an ordered dictionary its versions, which tell nothing
                pop();
                as<PickledEntries>(top(), "a dictionary");
                return true;
            default:
                return false;
        }
    }

    void push_name(const std::string& name) {
        if (!is_known(name)) {
            throw std::runtime_error("it wants to run " + name +
                                     "; only tensors are read, and nothing is run");
        }
        push(PickledName{name});
    }

    void call(const std::string& name, const PickledItems& arguments) {
        if (name == kDictionary) {
            push(dictionary_of(arguments));
        } else if (name == kTensor || name == kOldTensor) {
            push(tensor_of(arguments));
        } else if (name == kParameter && !arguments.empty()) {
            push(as<PickledTensor>(arguments[0], "a parameter's tensor"));
        } else if (name == kSize && !arguments.empty()) {
            push(as<PickledItems>(arguments[0], "a size"));
        } else {
            broken(name + " is given nothing to make something of");
        }
    }

    Source source_;
    Pickle pickle_;
    std::vector<PickleValue*> stack_;
    std::vector<size_t> marks_;
    std::map<uint64_t, PickleValue*> memory_;
};

Pickle Pickle::read(std::span<const std::byte> bytes, size_t* used) {
    PickleReader reader(bytes);
    Pickle pickle = reader.read();
    if (used != nullptr) {
        *used = reader.used();
    }
    return pickle;
}

}  // namespace tessera
