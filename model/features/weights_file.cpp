// Reads weights of either kind.
#include "model/features/weights_file.h"

#include <stdexcept>

#include "model/convert/pth_file.h"
#include "model/files/safetensors.h"
#include "model/files/tensors.h"

namespace tessera {
namespace {

/// What wraps a network's names: its parallel copies, and the file of a training run.
const std::string kWrappers[] = {"module.", "state_dict."};

bool is_of_pytorch(const std::filesystem::path& file) {
    const std::string ending = file.extension().string();
    return ending == ".pth" || ending == ".pt" || ending == ".tar";
}

std::string unwrapped(std::string name) {
    for (const std::string& wrapper : kWrappers) {
        for (size_t at = name.find(wrapper); at != std::string::npos; at = name.find(wrapper)) {
            name.erase(at, wrapper.size());
        }
    }
    return name;
}

}  // namespace

WeightsFile WeightsFile::open(const std::filesystem::path& path) {
    WeightsFile file;
    file.path_ = path;
    if (is_of_pytorch(path)) {
        for (const auto& [name, tensor] : read_pth(path)) {
            file.tensors_[unwrapped(name)] = tensor;
        }
        return file;
    }
    const std::shared_ptr<const SafetensorsFile> stored = SafetensorsFile::open(path);
    for (const auto& [name, tensor] : stored->tensors()) {
        file.tensors_[unwrapped(name)] = to_tensor(tensor);
    }
    file.texts_ = stored->metadata();
    return file;
}

at::Tensor WeightsFile::tensor(const std::string& name, const at::TensorOptions& options) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) {
        refuse("no tensor " + name);
    }
    return found->second.to(options);
}

const std::string& WeightsFile::text(const std::string& key) const {
    const auto found = texts_.find(key);
    if (found == texts_.end()) {
        refuse("its metadata has no " + key);
    }
    return found->second;
}

void WeightsFile::refuse(const std::string& what) const {
    throw std::runtime_error(path_.string() + ": " + what);
}

}  // namespace tessera
