// JSON texts of a model file's metadata, with errors that name the text and what is wrong in it.
#pragma once

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace tessera {

/// Throws std::runtime_error where `text` is no JSON; `what` names it.
template <typename Json>
Json parse_json(const std::string& text, const char* what) {
    try {
        return Json::parse(text);
    } catch (const nlohmann::json::exception&) {
        throw std::runtime_error(std::string(what) + " is not JSON");
    }
}

/// Throws std::runtime_error where `text` is no JSON object, too.
template <typename Json>
Json parse_json_object(const std::string& text, const char* what) {
    Json object = parse_json<Json>(text, what);
    if (!object.is_object()) {
        throw std::runtime_error(std::string(what) + " is not a JSON object");
    }
    return object;
}

}  // namespace tessera
