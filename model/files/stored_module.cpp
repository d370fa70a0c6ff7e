// Names, shapes and types of stored tensors against a module's.
#include "model/files/stored_module.h"

#include <ATen/ATen.h>

#include <sstream>
#include <stdexcept>

#include "model/files/metadata.h"
#include "model/files/tensors.h"

namespace tessera {
namespace {

/// The types that weights may have, as a card says it.
const std::map<StoredType, std::string> kWeightTypes{{StoredType::float32, "float32"},
                                                     {StoredType::float16, "float16"},
                                                     {StoredType::bfloat16, "bfloat16"}};

bool ends_with(const std::string& name, const std::string& end) {
    return name.size() >= end.size() && name.compare(name.size() - end.size(), end.npos, end) == 0;
}

/// A batch norm counts its steps; nobody draws with that.
bool is_counter(const std::string& name) {
    return ends_with(name, ".num_batches_tracked");
}

/// Means and variances want a range that half precision has not.
bool is_statistic(const std::string& name) {
    return ends_with(name, ".running_mean") || ends_with(name, ".running_var");
}

/// Refuses a tensor that the file lacks or has in another shape or type.
void check_tensor(const std::string& name,
                  at::IntArrayRef demanded,
                  const std::map<std::string, StoredTensor>& tensors) {
    const auto found = tensors.find(name);
    if (found == tensors.end()) {
        throw std::runtime_error("tensor " + name + " is missing");
    }
    const StoredTensor& stored = found->second;
    if (demanded != at::IntArrayRef(stored.shape)) {
        throw std::runtime_error("tensor " + name + " is " + shape_text(stored.shape) +
                                 ", the config demands " + shape_text(demanded));
    }
    if (kWeightTypes.count(stored.type) == 0) {
        throw std::runtime_error("tensor " + name + " is " + name_of(stored.type) +
                                 ", weights are F32, F16 or BF16");
    }
}

}  // namespace

std::string shape_text(at::IntArrayRef shape) {
    std::ostringstream text;
    text << shape;
    return text.str();
}

int64_t check_module(const torch::nn::Module& module,
                     const std::string& prefix,
                     const std::map<std::string, StoredTensor>& tensors,
                     std::set<std::string>& unseen) {
    int64_t count = 0;
    for (const auto& parameter : module.named_parameters()) {
        check_tensor(prefix + parameter.key(), parameter->sizes(), tensors);
        unseen.erase(prefix + parameter.key());
        count += parameter->numel();
    }
    for (const auto& buffer : module.named_buffers()) {
        if (!is_counter(buffer.key())) {
            check_tensor(prefix + buffer.key(), buffer->sizes(), tensors);
        }
        unseen.erase(prefix + buffer.key());
    }
    return count;
}

void fill_module(torch::nn::Module& module,
                 const std::string& prefix,
                 const std::map<std::string, StoredTensor>& tensors) {
    const at::NoGradGuard no_grad;
    for (auto& parameter : module.named_parameters()) {
        parameter->copy_(to_tensor(tensors.at(prefix + parameter.key())));
    }
    for (auto& buffer : module.named_buffers()) {
        if (!is_counter(buffer.key())) {
            buffer->copy_(to_tensor(tensors.at(prefix + buffer.key())));
        }
    }
}

void store_weights(const SafetensorsFile& in,
                   const std::filesystem::path& out,
                   StoredType type,
                   const std::map<std::string, std::string>& card_changes) {
    const auto weight_type = kWeightTypes.find(type);
    if (weight_type == kWeightTypes.end()) {
        throw std::runtime_error(out.string() + ": weights are stored as F32, F16 or BF16, not " +
                                 name_of(type));
    }
    std::map<std::string, at::Tensor> converted;  // owns what `tensors` views
    std::map<std::string, StoredTensor> tensors;
    for (const auto& [name, stored] : in.tensors()) {
        if (is_counter(name)) {
            continue;
        }
        const StoredType own = is_statistic(name) ? StoredType::float32 : type;
        converted[name] = to_tensor(stored).to(scalar_type(own));
        tensors[name] = stored_view(converted[name]);
    }
    std::map<std::string, std::string> metadata = in.metadata();
    std::map<std::string, std::string> changes = card_changes;
    changes["stored"] = weight_type->second;
    const std::string card = metadata.count("card") != 0 ? metadata["card"] : "{}";
    metadata["card"] = card_json(card, changes);
    write_safetensors(out, tensors, metadata);
}

}  // namespace tessera
