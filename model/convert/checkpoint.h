// From a checkpoint of the authors' projects to a model file.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/convert/architectures.h"
#include "model/files/model_card.h"
#include "model/files/safetensors.h"

namespace tessera {

/// A generator out of a checkpoint.
struct ConvertedCheckpoint {
    NetworkConfig config;
    std::map<std::string, at::Tensor> tensors;  ///< float32, named as in a model file
    std::vector<std::string> unused;            ///< the checkpoint's own names of what was left
};

/// A file that PyTorch has written.
class AuthorsCheckpoint {
public:
    /// Throws std::runtime_error in one line that names the file and the reason, and where it is
    /// none of the architectures', what it begins with instead.
    static AuthorsCheckpoint open(const std::filesystem::path& path);

    const std::string& title() const { return title_; }  ///< of its architecture

    /// Channels of the semantic map, or, where the map comes as colours, class convolutions.
    int64_t channels() const;

    /// Throws std::runtime_error in one line that names the file and the tensor that is missing or
    /// does not fit, or what must be chosen.
    ConvertedCheckpoint convert(const CheckpointChoices& choices) const;

private:
    std::filesystem::path path_;
    std::string title_;
    const AuthorsArchitecture* architecture_ = nullptr;
    std::map<std::string, at::Tensor> tensors_;
    std::string prefix_;
};

/// Writes what was converted as a model file. Throws std::runtime_error that names the file.
void write_converted(const std::filesystem::path& path,
                     const ConvertedCheckpoint& converted,
                     const ModelCard& card,
                     StoredType type);

}  // namespace tessera
