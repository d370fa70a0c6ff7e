// Every option by its name, once for reading and writing.
#include "model/files/config_json.h"

#include "model/files/json_text.h"

namespace tessera {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// for_each_option() calls visit(name, field) for every option, so that reading and writing know the
// same ones.

template <typename Visit>
void for_each_option(LgganConfig& config, Visit visit) {
    visit("classes", config.classes);
    visit("image_channels", config.image_channels);
    visit("label_input", config.label_input);
    visit("base", config.base);
    visit("cap", config.cap);
    visit("downs", config.downs);
    visit("blocks", config.blocks);
    visit("norm", config.norm);
    visit("upsampler", config.upsampler);
    visit("decoder", config.decoder);
    visit("sau_compressed", config.sau_compressed);
    visit("sau_kernel", config.sau_kernel);
    visit("head_kernel", config.head_kernel);
    visit("local", config.local);
    visit("combine", config.combine);
    visit("classify", config.classify);
    visit("fuse", config.fuse);
    visit("style", config.style);
    visit("noise", config.noise);
}

/// What all published networks have.
template <typename Config, typename Visit>
void for_each_common_option(Config& config, Visit visit) {
    visit("semantic", config.semantic);
    visit("base", config.base);
    visit("upsampler", config.upsampler);
    visit("sau_compressed", config.sau_compressed);
    visit("sau_kernel", config.sau_kernel);
}

template <typename Visit>
void for_each_option(GauganConfig& config, Visit visit) {
    for_each_common_option(config, visit);
    visit("dont_care", config.dont_care);
    visit("edges", config.edges);
    visit("halvings", config.halvings);
    visit("hidden", config.hidden);
    visit("statistics", config.statistics);
    visit("style", config.style);
    visit("height", config.height);
    visit("width", config.width);
}

template <typename Visit>
void for_each_option(LgganSynthesisConfig& config, Visit visit) {
    visit("local", config.local);
    visit("trunk", config.trunk);
}

template <typename Visit>
void for_each_option(SeanConfig& config, Visit visit) {
    for_each_common_option(config, visit);
    visit("halvings", config.halvings);
    visit("hidden", config.hidden);
    visit("style", config.style);
}

template <typename Visit>
void for_each_option(MaskganConfig& config, Visit visit) {
    for_each_common_option(config, visit);
    visit("downs", config.downs);
    visit("blocks", config.blocks);
}

[[noreturn]] void wrong_type(const char* name, const json& value, const char* wanted) {
    throw std::runtime_error(std::string("config: ") + name + " is " + value.dump() + ", must be " +
                             wanted);
}

void read(const char* name, const json& value, int64_t& field) {
    if (!value.is_number_integer() ||
        (value.is_number_unsigned() && value.get<uint64_t>() > INT64_MAX)) {
        wrong_type(name, value, "a whole number");
    }
    field = value.get<int64_t>();
}

void read(const char* name, const json& value, bool& field) {
    if (!value.is_boolean()) {
        wrong_type(name, value, "true or false");
    }
    field = value.get<bool>();
}

void read(const char* name, const json& value, std::string& field) {
    if (!value.is_string()) {
        wrong_type(name, value, "a text");
    }
    field = value.get<std::string>();
}

template <typename Side>
void read(const char* name, const json& value, Side& side);

template <typename Config>
Config read_options(json object) {
    Config config;
    for_each_option(config, [&](const char* name, auto& field) {
        const auto found = object.find(name);
        if (found != object.end()) {
            read(name, *found, field);
            object.erase(found);
        }
    });
    if (!object.empty()) {
        throw std::runtime_error("config: unknown option \"" + object.begin().key() + "\"");
    }
    return config;
}

template <typename Side>
void read(const char* name, const json& value, Side& side) {
    if (!value.is_object()) {
        wrong_type(name, value, "an object");
    }
    side = read_options<Side>(value);
}

template <typename Config>
ordered_json written(Config config);

template <typename Field>
ordered_json value_of(const Field& field) {
    if constexpr (std::is_same_v<Field, LgganConfig> || std::is_same_v<Field, GauganConfig>) {
        return written(field);
    } else {
        return field;
    }
}

template <typename Config>
ordered_json written(Config config) {
    ordered_json object;
    for_each_option(config,
                    [&](const char* name, const auto& field) { object[name] = value_of(field); });
    return object;
}

NetworkConfig options_of(const std::string& architecture, const json& object) {
    if (architecture == "lggan++") {
        return read_options<LgganConfig>(object);
    }
    if (architecture == "gaugan") {
        return read_options<GauganConfig>(object);
    }
    if (architecture == "lggan-synthesis") {
        return read_options<LgganSynthesisConfig>(object);
    }
    if (architecture == "sean") {
        return read_options<SeanConfig>(object);
    }
    if (architecture == "maskgan") {
        return read_options<MaskganConfig>(object);
    }
    throw std::runtime_error("config: architecture is \"" + architecture +
                             "\", must be one of lggan++ gaugan lggan-synthesis sean maskgan");
}

}  // namespace

NetworkConfig parse_config(const std::string& text) {
    json object = parse_json_object<json>(text, "config");
    std::string architecture = "lggan++";
    if (const auto found = object.find("architecture"); found != object.end()) {
        read("architecture", *found, architecture);
        object.erase(found);
    }
    NetworkConfig config = options_of(architecture, object);
    check(config);
    return config;
}

std::string config_json(const NetworkConfig& config) {
    ordered_json object;
    if (!std::holds_alternative<LgganConfig>(config)) {
        object["architecture"] = traits_of(config).architecture;
    }
    object.update(std::visit([](const auto& options) { return written(options); }, config));
    return object.dump();
}

}  // namespace tessera
