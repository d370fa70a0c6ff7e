// A file of a frozen network's weights: safetensors, or what PyTorch itself writes.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>

namespace tessera {

/// Tensors by name, on the CPU, and the texts that say more.
class WeightsFile {
public:
    /// Reads a safetensors file, or by its ending `.pth`, `.pt` or `.tar` one of PyTorch's, whose
    /// tensors alone are looked at. "module." and "state_dict." in a name, of parallel training and
    /// its checkpoints, are left out. Throws std::runtime_error that names the file and the reason.
    static WeightsFile open(const std::filesystem::path& file);

    bool has(const std::string& name) const { return tensors_.count(name) > 0; }

    /// A tensor in `options`. Throws std::runtime_error that names the file where it is missing.
    at::Tensor tensor(const std::string& name, const at::TensorOptions& options) const;

    /// A text of a safetensors file's metadata. Throws std::runtime_error that names the file where
    /// it is missing.
    const std::string& text(const std::string& key) const;

    /// Throws std::runtime_error: the file's name, then `what`.
    [[noreturn]] void refuse(const std::string& what) const;

private:
    std::filesystem::path path_;
    std::map<std::string, at::Tensor> tensors_;
    std::map<std::string, std::string> texts_;
};

}  // namespace tessera
