// Looks up, divides, keeps account.
#include "model/convert/authors_tensors.h"

#include <ATen/ATen.h>

#include <stdexcept>

namespace tessera {

AuthorsTensors::AuthorsTensors(std::map<std::string, at::Tensor> tensors, std::string prefix)
    : tensors_(std::move(tensors)), prefix_(std::move(prefix)) {}

const at::Tensor* AuthorsTensors::find(const std::string& name) const {
    const auto found = tensors_.find(prefix_ + name);
    return found == tensors_.end() ? nullptr : &found->second;
}

/// "conv_0.weight" undivided, as PyTorch has named it before and since 1.9.
std::vector<AuthorsTensors::Undivided> AuthorsTensors::undivided_names(
    const std::string& name) const {
    const size_t dot = name.rfind('.') + 1;
    const std::string layer = name.substr(0, dot) + "parametrizations." + name.substr(dot);
    return {{name + "_orig", name + "_u", name + "_v"},
            {layer + ".original", layer + ".0._u", layer + ".0._v"}};
}

const at::Tensor& AuthorsTensors::shape_of(const std::string& name) const {
    if (const at::Tensor* tensor = find(name)) {
        return *tensor;
    }
    for (const Undivided& names : undivided_names(name)) {
        if (const at::Tensor* tensor = find(names.original)) {
            return *tensor;
        }
    }
    throw std::runtime_error("tensor " + prefix_ + name + " is missing");
}

bool AuthorsTensors::has(const std::string& name) const {
    bool found = find(name) != nullptr;
    for (const Undivided& names : undivided_names(name)) {
        found = found || find(names.original) != nullptr;
    }
    return found;
}

int64_t AuthorsTensors::dimensions(const std::string& name) const {
    return shape_of(name).dim();
}

int64_t AuthorsTensors::size(const std::string& name, int64_t dimension) const {
    const at::Tensor& tensor = shape_of(name);
    if (dimension >= tensor.dim()) {
        throw std::runtime_error("tensor " + prefix_ + name + " has " +
                                 std::to_string(tensor.dim()) + " dimensions");
    }
    return tensor.size(dimension);
}

/// W / (u' W v), with W as a matrix of its first dimension; v = W' u normed where it was not kept.
at::Tensor AuthorsTensors::divided(const Undivided& names) {
    const at::Tensor whole = find(names.original)->to(at::kDouble);
    const at::Tensor* u = find(names.u);
    if (u == nullptr || whole.dim() < 2 || u->numel() != whole.size(0)) {
        throw std::runtime_error("tensor " + prefix_ + names.u + " does not fit " + names.original);
    }
    const at::Tensor matrix = whole.flatten(1), left = u->to(at::kDouble).flatten();
    const at::Tensor* kept = find(names.v);
    at::Tensor right = kept != nullptr ? kept->to(at::kDouble).flatten() : matrix.t().mv(left);
    if (right.numel() != matrix.size(1)) {
        throw std::runtime_error("tensor " + prefix_ + names.v + " does not fit " + names.original);
    }
    if (kept == nullptr) {
        right = right / right.norm();
    }
    for (const std::string& name : {names.original, names.u, names.v}) {
        taken_.insert(prefix_ + name);
    }
    return (whole / left.dot(matrix.mv(right))).to(at::kFloat);
}

at::Tensor AuthorsTensors::take(const std::string& name) {
    const std::vector<Undivided> undivided = undivided_names(name);
    if (const at::Tensor* tensor = find(name)) {  // divided already, in files of old beside it
        taken_.insert(prefix_ + name);
        for (const std::string& beside : {undivided[0].original, undivided[0].u, undivided[0].v}) {
            taken_.insert(prefix_ + beside);
        }
        return tensor->to(at::kFloat).contiguous();
    }
    for (const Undivided& names : undivided) {
        if (find(names.original) != nullptr) {
            return divided(names);
        }
    }
    throw std::runtime_error("tensor " + prefix_ + name + " is missing");
}

std::vector<std::string> AuthorsTensors::unused() const {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : tensors_) {
        if (taken_.count(name) == 0) {
            names.push_back(name);
        }
    }
    return names;
}

std::string translated(const std::string& name, const std::vector<Renames>& stages) {
    std::string done, rest = name;
    for (const Renames& stage : stages) {
        for (const auto& [ours, theirs] : stage) {
            if (rest.starts_with(ours)) {
                done += theirs;
                rest = rest.substr(ours.size());
                break;
            }
        }
    }
    return done + rest;
}

}  // namespace tessera
