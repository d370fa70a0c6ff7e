// Compares a file with the networks that its config describes, built on the meta device: names and
// shapes without memory.
#include "model/files/model_file.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>
#include <torch/utils.h>

#include <set>
#include <stdexcept>

#include "model/files/stored_module.h"

namespace tessera {
namespace {

const std::string kStylePrefix = "style_encoder.";
constexpr int64_t kWidestStyleEncoder = 4096;

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
    fill_module(*generator, "", file_->tensors());
    return generator;
}

std::unique_ptr<PublishedNetwork> ModelFile::published() const {
    const UninitialisedParameters to_be_filled{at::Device(at::kCPU)};
    std::unique_ptr<PublishedNetwork> network = make_published(config_);
    fill_module(network->module(), "", file_->tensors());
    return network;
}

StyleEncoder ModelFile::style_encoder() const {
    if (!style_encoder_) {
        throw std::runtime_error(path().string() + ": the model has no style encoder");
    }
    const UninitialisedParameters to_be_filled{at::Device(at::kCPU)};
    StyleEncoder encoder(*style_encoder_);
    fill_module(*encoder, kStylePrefix, file_->tensors());
    return encoder;
}

void store_model(const std::filesystem::path& in,
                 const std::filesystem::path& out,
                 StoredType type,
                 const std::map<std::string, std::string>& card_changes) {
    store_weights(ModelFile::open(in).stored(), out, type, card_changes);
}

}  // namespace tessera
