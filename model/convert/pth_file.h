// PyTorch's own files, tensors alone: zipped as they are today, or one pickle after the other as
// they were until 2020.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>

namespace tessera {

/// All tensors that the file's dictionaries hold, by their keys, those of inner dictionaries behind
/// their own and a dot; on the CPU, of the types that they have. Nothing is run. Throws
/// std::runtime_error in one line that names the file and the reason: unreadable, cut, no file of
/// PyTorch's, a tensor that leaves its bytes, or a pickle that wants to run something, and what.
std::map<std::string, at::Tensor> read_pth(const std::filesystem::path& path);

}  // namespace tessera
