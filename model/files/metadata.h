// The JSON texts in a model file's metadata.
#pragma once

#include <map>
#include <string>

#include "model/files/config_json.h"
#include "model/files/model_card.h"

namespace tessera {

/// `classes`: a list of {id, name, color "#rrggbb"} in channel order, as many as the config has.
/// Throws std::runtime_error that says what is wrong with it.
std::vector<ModelClass> parse_classes(const std::string& json, int64_t count);

/// A list of classes as parse_classes() takes it.
std::string classes_json(const std::vector<ModelClass>& classes);

/// `card`: an object. A value that is no text stays as it is written.
std::map<std::string, std::string> parse_card(const std::string& json);

/// A card with some fields replaced or added, in the order in which it had them.
std::string card_json(const std::string& json, const std::map<std::string, std::string>& changes);

}  // namespace tessera
