// The JSON texts in a model file's metadata.
#include "model/files/metadata.h"

#include <cstdio>
#include <set>

#include "model/files/json_text.h"

namespace tessera {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::array<uint8_t, 3> parse_color(const std::string& text, const std::string& name) {
    const bool good = text.size() == 7 && text[0] == '#' &&
                      text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
    if (!good) {
        throw std::runtime_error("classes: color of " + name + " is \"" + text +
                                 "\", must be #rrggbb");
    }
    const auto value = static_cast<uint32_t>(std::stoul(text.substr(1), nullptr, 16));
    return {static_cast<uint8_t>(value >> 16),
            static_cast<uint8_t>(value >> 8),
            static_cast<uint8_t>(value)};
}

ModelClass parse_class(const json& entry) {
    const auto has = [&](const char* key, auto is) {
        const auto found = entry.find(key);
        return found != entry.end() && is(*found);
    };
    const auto is_text = [](const json& value) { return value.is_string(); };
    const auto is_id = [](const json& value) {
        return value.is_number_integer() && value >= INT32_MIN && value <= INT32_MAX;
    };
    if (!entry.is_object() || !has("id", is_id) || !has("name", is_text) ||
        !has("color", is_text)) {
        throw std::runtime_error("classes: " + entry.dump() + " has not id, name and color");
    }
    const auto name = entry["name"].get<std::string>();
    return {entry["id"].get<int>(), name, parse_color(entry["color"].get<std::string>(), name)};
}

}  // namespace

std::vector<ModelClass> parse_classes(const std::string& text, int64_t count) {
    const json list = parse_json<json>(text, "classes");
    if (!list.is_array() || static_cast<int64_t>(list.size()) != count) {
        throw std::runtime_error(
            "classes: not a list of " + std::to_string(count) + ", as many as the config has" +
            (list.is_array() ? ", but of " + std::to_string(list.size()) : ""));
    }
    std::vector<ModelClass> classes;
    std::set<int> ids;
    for (const json& entry : list) {
        classes.push_back(parse_class(entry));
        if (!ids.insert(classes.back().id).second) {
            throw std::runtime_error("classes: id " + std::to_string(classes.back().id) +
                                     " stands twice");
        }
    }
    return classes;
}

std::string classes_json(const std::vector<ModelClass>& classes) {
    ordered_json list = ordered_json::array();
    for (const ModelClass& entry : classes) {
        char color[8];
        std::snprintf(
            color, sizeof color, "#%02x%02x%02x", entry.color[0], entry.color[1], entry.color[2]);
        list.push_back({{"id", entry.id}, {"name", entry.name}, {"color", color}});
    }
    return list.dump();
}

std::map<std::string, std::string> parse_card(const std::string& text) {
    std::map<std::string, std::string> fields;
    const json card = parse_json_object<json>(text, "card");
    for (const auto& [key, value] : card.items()) {
        fields[key] = value.is_string() ? value.get<std::string>() : value.dump();
    }
    return fields;
}

std::string card_json(const std::string& text, const std::map<std::string, std::string>& changes) {
    auto card = parse_json_object<ordered_json>(text, "card");
    for (const auto& [key, value] : changes) {
        card[key] = value;
    }
    return card.dump();
}

}  // namespace tessera
