// Writes files as PyTorch does, zipped and as pickle after pickle.
#pragma once

#include <ATen/ATen.h>
#include <caffe2/serialize/inline_container.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace tessera::test {

/// Instructions of protocol 2.
class PickleWriter {
public:
    explicit PickleWriter() : bytes_("\x80\x02", 2) {}

    PickleWriter& raw(const std::string& instructions) {
        bytes_ += instructions;
        return *this;
    }
    PickleWriter& text(const std::string& value) {
        return raw("X").little(value.size(), 4).raw(value);
    }
    PickleWriter& number(int64_t value) { return raw("J").little(static_cast<uint64_t>(value), 4); }
    PickleWriter& name(const std::string& module, const std::string& of) {
        return raw("c" + module + "\n" + of + "\n");
    }
    PickleWriter& numbers(at::IntArrayRef values) {
        raw("(");
        for (const int64_t value : values) {
            number(value);
        }
        return raw("t");
    }

    /// A call of _rebuild_tensor_v2 on a storage of `count` elements.
    PickleWriter& tensor(const at::Tensor& tensor, const std::string& key, int64_t count) {
        name("torch._utils", "_rebuild_tensor_v2").raw("((").text("storage");
        name("torch", tensor.scalar_type() == at::kLong ? "LongStorage" : "FloatStorage");
        text(key).text("cuda:0").number(count);
        // Files of old say whether the storage is a view.
        raw(legacy ? "NtQ" : "tQ").number(tensor.storage_offset());
        numbers(tensor.sizes()).numbers(tensor.strides()).raw("\x89");
        return name("collections", "OrderedDict").raw(")RtR");
    }

    PickleWriter& little(uint64_t value, int size) {
        for (int i = 0; i < size; ++i) {
            bytes_ += static_cast<char>(value >> (8 * i) & 0xff);
        }
        return *this;
    }

    std::string done() const { return bytes_ + "."; }

    bool legacy = false;

private:
    std::string bytes_;
};

inline std::string bytes_of(const at::Tensor& tensor) {
    const at::Tensor whole = tensor.contiguous();
    return {static_cast<const char*>(whole.const_data_ptr()), whole.nbytes()};
}

/// An ordered dictionary with versions behind it, as a network's state is.
inline std::string state_pickle(const std::map<std::string, at::Tensor>& tensors, bool legacy) {
    PickleWriter writer;
    writer.legacy = legacy;
    writer.name("collections", "OrderedDict").raw(")Rq").raw(std::string(1, '\0')).raw("(");
    int64_t key = 0;
    for (const auto& [name, tensor] : tensors) {
        writer.text(name).tensor(tensor, std::to_string(key++), tensor.numel());
    }
    return writer.raw("u}").text("_metadata").name("collections", "OrderedDict").raw(")Rsb").done();
}

inline void write_zipped(const std::filesystem::path& path,
                         const std::string& pickle,
                         const std::map<std::string, at::Tensor>& tensors = {}) {
    caffe2::serialize::PyTorchStreamWriter writer(path.string());
    writer.writeRecord("data.pkl", pickle.data(), pickle.size());
    int64_t key = 0;
    for (const auto& [name, tensor] : tensors) {
        const std::string bytes = bytes_of(tensor);
        writer.writeRecord("data/" + std::to_string(key++), bytes.data(), bytes.size());
    }
    writer.writeEndOfFile();
}

inline void write_zipped(const std::filesystem::path& path,
                         const std::map<std::string, at::Tensor>& tensors) {
    write_zipped(path, state_pickle(tensors, false), tensors);
}

/// As before PyTorch 1.6.
inline std::string legacy_bytes(const std::string& pickle,
                                const std::map<std::string, at::Tensor>& tensors) {
    std::string bytes =
        PickleWriter()
            .raw(std::string("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 12))
            .done();
    bytes += PickleWriter().raw("M\xe9\x03").done();
    bytes += PickleWriter().raw("}").text("little_endian").raw("\x88s").done();
    bytes += pickle;
    PickleWriter keys;
    keys.raw("](");
    for (size_t key = 0; key < tensors.size(); ++key) {
        keys.text(std::to_string(key));
    }
    bytes += keys.raw("e").done();
    for (const auto& [name, tensor] : tensors) {
        const int64_t count = tensor.numel();
        bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
        bytes += bytes_of(tensor);
    }
    return bytes;
}

inline void write_legacy(const std::filesystem::path& path,
                         const std::map<std::string, at::Tensor>& tensors) {
    std::ofstream(path, std::ios::binary) << legacy_bytes(state_pickle(tensors, true), tensors);
}

}  // namespace tessera::test
