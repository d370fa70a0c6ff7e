// Compares a file with the networks that its config describes, built on the meta device: names and
// shapes without memory.
#include "model/files/model_file.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>
#include <torch/utils.h>

#include <set>
#include <sstream>
#include <stdexcept>

#include "model/files/tensors.h"

namespace tessera {
namespace {

const std::string kStylePrefix = "style_encoder.";
constexpr int64_t kWidestStyleEncoder = 4096;

std::string shape_text(at::IntArrayRef shape) {
    std::ostringstream text;
    text << shape;
    return text.str();
}

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

/// Checks all that `module` draws with, its parameters and statistics; takes it out of `unseen`.
/// Returns the number of parameters.
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

/// The style encoder that a file holds: its width shows in its first tensor.
std::optional<StyleEncoderOptions> style_encoder_options(
    const std::map<std::string, StoredTensor>& tensors, int64_t style) {
    const auto any = tensors.lower_bound(kStylePrefix);
    if (any == tensors.end() || any->first.rfind(kStylePrefix, 0) != 0) {
        return std::nullopt;
    }
    if (style == 0) {
        throw std::runtime_error("tensor " + any->first + ": the config has no style");
    }
    const std::string name = kStylePrefix + "conv.0.weight";
    const auto first = tensors.find(name);
    if (first == tensors.end()) {
        throw std::runtime_error("tensor " + name + " is missing");
    }
    const auto& shape = first->second.shape;
    if (shape.size() != 4 || shape[0] < 1 || shape[0] > kWidestStyleEncoder) {
        throw std::runtime_error("tensor " + name + " is " + shape_text(shape) +
                                 ", no style encoder's");
    }
    return StyleEncoderOptions{.style = style, .base = shape[0]};
}

}  // namespace

ModelFile ModelFile::open(const std::filesystem::path& path) {
    ModelFile model;
    model.file_ = SafetensorsFile::open(path);
    try {
        model.read_metadata();
        model.check_tensors();
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(path.string() + ": " + error.what());
    }
    return model;
}

void ModelFile::read_metadata() {
    const auto& metadata = file_->metadata();
    const auto text = [&](const char* key) {
        const auto found = metadata.find(key);
        return found == metadata.end() ? std::string() : found->second;
    };
    if (text("config").empty()) {
        throw std::runtime_error("not a model file: its metadata has no config");
    }
    config_ = parse_config(text("config"));
    card_.palette = text("palette");
    if (metadata.count("classes") != 0) {
        card_.classes = parse_classes(text("classes"), traits_of(config_).classes);
    }
    if (metadata.count("card") != 0) {
        card_.fields = parse_card(text("card"));
    }
}

void ModelFile::check_tensors() {
    const UninitialisedParameters on_meta{at::Device(at::kMeta)};
    const auto& tensors = file_->tensors();
    std::set<std::string> unseen;
    for (const auto& [name, tensor] : tensors) {
        unseen.insert(name);
    }
    if (const auto* lggan = std::get_if<LgganConfig>(&config_)) {
        parameters_ = check_module(*Lggan(*lggan), "", tensors, unseen);
        style_encoder_ = style_encoder_options(tensors, lggan->style);
    } else {
        parameters_ = check_module(make_published(config_)->module(), "", tensors, unseen);
    }
    if (style_encoder_) {
        check_module(*StyleEncoder(*style_encoder_), kStylePrefix, tensors, unseen);
    }
    if (!unseen.empty()) {
        throw std::runtime_error("tensor " + *unseen.begin() + " is not of the config's network");
    }
}

const LgganConfig& ModelFile::lggan_config() const {
    if (const auto* lggan = std::get_if<LgganConfig>(&config_)) {
        return *lggan;
    }
    throw std::runtime_error(path().string() + ": this is a model of " + traits_of(config_).title +
                             ", one of LGGAN++ is needed here");
}

Lggan ModelFile::generator() const {
    const UninitialisedParameters to_be_filled{at::Device(at::kCPU)};
    Lggan generator(lggan_config());
    fill(*generator, "");
    return generator;
}

std::unique_ptr<PublishedNetwork> ModelFile::published() const {
    const UninitialisedParameters to_be_filled{at::Device(at::kCPU)};
    std::unique_ptr<PublishedNetwork> network = make_published(config_);
    fill(network->module(), "");
    return network;
}

StyleEncoder ModelFile::style_encoder() const {
    if (!style_encoder_) {
        throw std::runtime_error(path().string() + ": the model has no style encoder");
    }
    const UninitialisedParameters to_be_filled{at::Device(at::kCPU)};
    StyleEncoder encoder(*style_encoder_);
    fill(*encoder, kStylePrefix);
    return encoder;
}

void ModelFile::fill(torch::nn::Module& module, const std::string& prefix) const {
    const at::NoGradGuard no_grad;
    for (auto& parameter : module.named_parameters()) {
        parameter->copy_(to_tensor(file_->tensors().at(prefix + parameter.key())));
    }
    for (auto& buffer : module.named_buffers()) {
        if (!is_counter(buffer.key())) {
            buffer->copy_(to_tensor(file_->tensors().at(prefix + buffer.key())));
        }
    }
}

void store_model(const std::filesystem::path& in,
                 const std::filesystem::path& out,
                 StoredType type,
                 const std::map<std::string, std::string>& card_changes) {
    const auto weight_type = kWeightTypes.find(type);
    if (weight_type == kWeightTypes.end()) {
        throw std::runtime_error(out.string() + ": weights are stored as F32, F16 or BF16, not " +
                                 name_of(type));
    }
    const ModelFile model = ModelFile::open(in);
    std::map<std::string, at::Tensor> converted;  // owns what `tensors` views
    std::map<std::string, StoredTensor> tensors;
    for (const auto& [name, stored] : model.file_->tensors()) {
        if (is_counter(name)) {
            continue;
        }
        const StoredType own = is_statistic(name) ? StoredType::float32 : type;
        converted[name] = to_tensor(stored).to(scalar_type(own));
        tensors[name] = stored_view(converted[name]);
    }
    std::map<std::string, std::string> metadata = model.file_->metadata();
    std::map<std::string, std::string> changes = card_changes;
    changes["stored"] = weight_type->second;
    const std::string card = metadata.count("card") != 0 ? metadata["card"] : "{}";
    metadata["card"] = card_json(card, changes);
    write_safetensors(out, tensors, metadata);
}

}  // namespace tessera
