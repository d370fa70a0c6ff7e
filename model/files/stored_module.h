// A network's parameters and statistics as they lie in a file.
#pragma once

#include <torch/nn/module.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "model/files/safetensors.h"

namespace tessera {

/// "[3, 4]"
std::string shape_text(at::IntArrayRef shape);

/// Compares names, shapes and types of all that `module` computes with, its parameters and
/// statistics, with those in a file, whose names begin with `prefix`; takes them out of `unseen`.
/// The module may be on the meta device. Returns the number of parameters. Throws
/// std::runtime_error that names the tensor that is missing, misshapen or of another type.
int64_t check_module(const torch::nn::Module& module,
                     const std::string& prefix,
                     const std::map<std::string, StoredTensor>& tensors,
                     std::set<std::string>& unseen);

/// Fills a module on the CPU from tensors that check_module() has seen.
void fill_module(torch::nn::Module& module,
                 const std::string& prefix,
                 const std::map<std::string, StoredTensor>& tensors);

/// Writes a copy of a file of weights with these stored as `type` (float32, float16 or bfloat16).
/// The card says so in `stored`, and takes over `card_changes`. Throws std::runtime_error that
/// names the file and the reason.
void store_weights(const SafetensorsFile& in,
                   const std::filesystem::path& out,
                   StoredType type,
                   const std::map<std::string, std::string>& card_changes);

}  // namespace tessera
