// A generator's options as a model file has them.
#pragma once

#include <string>

#include "model/networks/network_config.h"

namespace tessera {

/// The options from their JSON, an object. `architecture` names the network; without it they are
/// LGGAN++'s. What else is left out has the default; LGGAN for synthesis has its two sides' options
/// as objects, `local` and `trunk`. Throws std::runtime_error that names the architecture or option
/// that is unknown, of the wrong type or out of range.
NetworkConfig parse_config(const std::string& json);

/// All options as JSON. LGGAN++'s name no architecture.
std::string config_json(const NetworkConfig& config);

}  // namespace tessera
