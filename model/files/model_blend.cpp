// Sums in float32, tensor by tensor.
#include "model/files/model_blend.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include "model/files/config_json.h"
#include "model/files/model_file.h"
#include "model/files/tensors.h"

namespace tessera {
namespace {

using Tensors = std::map<std::string, at::Tensor>;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason) {
    throw std::runtime_error(file.string() + ": " + reason);
}

/// Only weights are averaged; a counter stays what it is.
bool is_weight(const StoredTensor& stored) {
    return at::isFloatingType(scalar_type(stored.type));
}

bool is_noise_strength(const std::string& name) {
    const std::string_view ends[] = {"noise.strength", "noise_strength"};
    return std::any_of(std::begin(ends), std::end(ends), [&](std::string_view end) {
        return std::string_view(name).ends_with(end);
    });
}

double own_share(const std::vector<ModelShare>& others) {
    double own = 1;
    for (const ModelShare& other : others) {
        if (!(other.share > 0 && other.share < 1)) {
            refuse(other.model, "its share must be above 0 and below 1");
        }
        own -= other.share;
    }
    if (own <= 0) {
        refuse(others.back().model, "the shares leave nothing for the model itself");
    }
    return own;
}

void add(const ModelShare& other, const std::string& config, Tensors& sums) {
    const ModelFile file = ModelFile::open(other.model);
    if (config_json(file.config()) != config) {
        refuse(other.model, "its config is another one: models of one config can be blended");
    }
    const std::map<std::string, StoredTensor>& tensors = file.stored().tensors();
    for (auto& [name, sum] : sums) {
        const auto found = tensors.find(name);
        if (found == tensors.end() || at::IntArrayRef(found->second.shape) != sum.sizes()) {
            refuse(other.model, "tensor " + name + " is missing or has another shape");
        }
        sum.add_(to_tensor(found->second).to(at::kFloat), other.share);
    }
}

}  // namespace

void blend_models(const std::filesystem::path& model,
                  const std::vector<ModelShare>& others,
                  double noise,
                  const std::filesystem::path& out) {
    const ModelFile first = ModelFile::open(model);
    const std::string config = config_json(first.config());
    const double own = own_share(others);
    Tensors sums;
    std::map<std::string, StoredTensor> stored;
    for (const auto& [name, tensor] : first.stored().tensors()) {
        if (is_weight(tensor)) {
            sums[name] = to_tensor(tensor).to(at::kFloat) * own;
        } else {
            stored[name] = tensor;
        }
    }
    for (const ModelShare& other : others) {
        add(other, config, sums);
    }
    for (auto& [name, sum] : sums) {
        if (is_noise_strength(name)) {
            sum.mul_(noise);
        }
        stored[name] = stored_view(sum);
    }
    write_safetensors(out, stored, first.stored().metadata());
}

}  // namespace tessera
