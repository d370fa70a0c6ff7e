// The tensors of a checkpoint under its authors' names.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tessera {

/// Tensors by name, and which of them were asked for.
class AuthorsTensors {
public:
    /// `prefix` stands before every name that counts: "module." of a network that was trained on
    /// several GPUs.
    AuthorsTensors(std::map<std::string, at::Tensor> tensors, std::string prefix);

    /// Whether there is a tensor of this name, under spectral norm or not.
    bool has(const std::string& name) const;

    /// Size of a dimension. Throws std::runtime_error where the tensor is missing or has fewer.
    int64_t size(const std::string& name, int64_t dimension) const;

    int64_t dimensions(const std::string& name) const;

    /// The tensor, float32, divided by its spectral norm where it is kept undivided (weight_orig,
    /// weight_u, weight_v, or the later parametrizations.weight.original). Throws
    /// std::runtime_error where it is missing.
    at::Tensor take(const std::string& name);

    /// What was not taken.
    std::vector<std::string> unused() const;

private:
    struct Undivided {
        std::string original, u, v;
    };

    const at::Tensor* find(const std::string& name) const;
    const at::Tensor& shape_of(const std::string& name) const;
    at::Tensor divided(const Undivided& names);
    std::vector<Undivided> undivided_names(const std::string& name) const;

    std::map<std::string, at::Tensor> tensors_;
    std::string prefix_;
    std::set<std::string> taken_;
};

/// Beginnings of names: ours and theirs.
using Renames = std::vector<std::pair<std::string, std::string>>;

/// Our name in their words: stage after stage, the first beginning that fits what is left is
/// replaced; the rest stays.
std::string translated(const std::string& name, const std::vector<Renames>& stages);

}  // namespace tessera
