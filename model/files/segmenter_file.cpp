// Compares a file with the decoder that its config describes, built on the meta device.
#include "model/files/segmenter_file.h"

#include <ATen/ATen.h>

#include <set>
#include <stdexcept>

#include "model/files/json_text.h"
#include "model/files/metadata.h"
#include "model/files/stored_module.h"
#include "model/files/tensors.h"

namespace tessera {
namespace {

using nlohmann::json;

constexpr char kArchitecture[] = "segmenter";

std::string text_of(const SafetensorsFile& file, const char* key) {
    const auto found = file.metadata().find(key);
    return found == file.metadata().end() ? std::string() : found->second;
}

/// The value of `name`, taken out of `object`.
template <typename Value>
Value take(json& object, const char* name, const char* wanted) {
    const auto found = object.find(name);
    if (found == object.end()) {
        throw std::runtime_error(std::string("config: there is no ") + name);
    }
    try {
        Value value = found->get<Value>();
        if (json(value) != *found) {  // 2.5 would become 2
            throw std::runtime_error("");
        }
        object.erase(found);
        return value;
    } catch (const std::exception&) {
        throw std::runtime_error(std::string("config: ") + name + " is " + found->dump() +
                                 ", must be " + wanted);
    }
}

}  // namespace

std::string segmenter_json(const SegmenterConfig& config) {
    const nlohmann::ordered_json object{{"architecture", kArchitecture},
                                        {"classes", config.classes},
                                        {"width", config.width},
                                        {"side", config.side},
                                        {"features", config.features},
                                        {"channels", config.channels},
                                        {"fingerprint", config.fingerprint}};
    return object.dump();
}

SegmenterConfig parse_segmenter(const std::string& text) {
    json object = parse_json_object<json>(text, "config");
    const auto architecture = object.find("architecture");
    if (architecture == object.end() || *architecture != kArchitecture) {
        throw std::runtime_error(
            "this is no segmenter: its architecture is " +
            (architecture == object.end() ? "\"lggan++\"" : architecture->dump()) +
            ", must be \"segmenter\"");
    }
    object.erase(architecture);
    SegmenterConfig config;
    const char* whole = "a whole number";
    config.classes = take<int64_t>(object, "classes", whole);
    config.width = take<int64_t>(object, "width", whole);
    config.side = take<int64_t>(object, "side", whole);
    config.features = take<std::string>(object, "features", "a text");
    config.channels = take<std::vector<int64_t>>(object, "channels", "a list of whole numbers");
    config.fingerprint = take<std::vector<double>>(object, "fingerprint", "a list of numbers");
    if (!object.empty()) {
        throw std::runtime_error("config: unknown option \"" + object.begin().key() + "\"");
    }
    config.check();
    return config;
}

bool is_segmenter(const std::filesystem::path& path) {
    try {
        const json config = json::parse(text_of(*SafetensorsFile::open(path), "config"));
        return config.is_object() && config.value("architecture", json()) == kArchitecture;
    } catch (const std::exception&) {
        return false;
    }
}

SegmenterFile SegmenterFile::open(const std::filesystem::path& path) {
    SegmenterFile segmenter;
    segmenter.file_ = SafetensorsFile::open(path);
    try {
        segmenter.read_metadata();
        segmenter.check_tensors();
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(path.string() + ": " + error.what());
    }
    return segmenter;
}

void SegmenterFile::read_metadata() {
    const std::string config = text_of(*file_, "config");
    if (config.empty()) {
        throw std::runtime_error("this is no segmenter: its metadata has no config");
    }
    config_ = parse_segmenter(config);
    card_.palette = text_of(*file_, "palette");
    card_.classes = parse_classes(text_of(*file_, "classes"), config_.classes);
    if (file_->metadata().count("card") != 0) {
        card_.fields = parse_card(text_of(*file_, "card"));
    }
}

void SegmenterFile::check_tensors() {
    const UninitialisedParameters on_meta{at::Device(at::kMeta)};
    std::set<std::string> unseen;
    for (const auto& [name, tensor] : file_->tensors()) {
        unseen.insert(name);
    }
    parameters_ = check_module(*SegmentationDecoder(config_), "", file_->tensors(), unseen);
    if (!unseen.empty()) {
        throw std::runtime_error("tensor " + *unseen.begin() + " is not of the config's network");
    }
}

SegmentationDecoder SegmenterFile::decoder() const {
    const UninitialisedParameters to_be_filled{at::Device(at::kCPU)};
    SegmentationDecoder decoder(config_);
    fill_module(*decoder, "", file_->tensors());
    return decoder;
}

void write_segmenter(const std::filesystem::path& path,
                     const std::map<std::string, at::Tensor>& weights,
                     const SegmenterConfig& config,
                     const ModelCard& card) {
    std::map<std::string, StoredTensor> stored;
    for (const auto& [name, tensor] : weights) {
        stored[name] = stored_view(tensor);
    }
    write_safetensors(path,
                      stored,
                      {{"config", segmenter_json(config)},
                       {"palette", card.palette},
                       {"classes", classes_json(card.classes)},
                       {"card", card_json("{}", card.fields)}});
}

void store_segmenter(const std::filesystem::path& in,
                     const std::filesystem::path& out,
                     StoredType type,
                     const std::map<std::string, std::string>& card_changes) {
    store_weights(*SegmenterFile::open(in).file_, out, type, card_changes);
}

}  // namespace tessera
