// Checkpoints as safetensors files.
#include "model/training/checkpoint.h"

#include <ATen/ATen.h>

#include <cstring>
#include <stdexcept>

#include "model/files/safetensors.h"
#include "model/files/tensors.h"

namespace tessera {
namespace {

constexpr char kHistory[] = "history";

const std::string& text(const SafetensorsFile& file, const std::string& key) {
    const auto found = file.metadata().find(key);
    if (found == file.metadata().end()) {
        throw std::runtime_error("no checkpoint: its metadata has no " + key);
    }
    return found->second;
}

}  // namespace

void Checkpoint::write(const std::filesystem::path& file) const {
    std::map<std::string, at::Tensor> kept;  // contiguous, alive until they are written
    for (const auto& [name, tensor] : tensors) {
        kept[name] = tensor.contiguous(at::MemoryFormat::Contiguous);
    }
    at::Tensor characters = at::empty({static_cast<int64_t>(history.size())}, at::kByte);
    std::memcpy(characters.mutable_data_ptr(), history.data(), history.size());
    kept[kHistory] = characters;
    std::map<std::string, StoredTensor> stored;
    for (const auto& [name, tensor] : kept) {
        stored[name] = stored_view(tensor);
    }
    write_safetensors(file,
                      stored,
                      {{"options", options_json(options)},
                       {"step", std::to_string(step)},
                       {"skipped", std::to_string(skipped)},
                       {"skipped_in_a_row", std::to_string(skipped_in_a_row)},
                       {"hours", std::to_string(hours)}});
}

Checkpoint Checkpoint::read(const std::filesystem::path& path) {
    const auto file = SafetensorsFile::open(path);
    Checkpoint checkpoint;
    try {
        checkpoint.options = parse_options(text(*file, "options"));
        checkpoint.step = std::stoll(text(*file, "step"));
        checkpoint.skipped = std::stoll(text(*file, "skipped"));
        checkpoint.skipped_in_a_row = std::stoll(text(*file, "skipped_in_a_row"));
        checkpoint.hours = std::stod(text(*file, "hours"));
    } catch (const std::exception& error) {
        throw std::runtime_error(path.string() + ": " + error.what());
    }
    for (const auto& [name, stored] : file->tensors()) {
        if (name == kHistory) {
            checkpoint.history.assign(reinterpret_cast<const char*>(stored.bytes.data()),
                                      stored.bytes.size());
        } else {
            checkpoint.tensors[name] = to_tensor(stored);
        }
    }
    return checkpoint;
}

}  // namespace tessera
