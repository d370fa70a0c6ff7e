// options.json: a flat object, an option a line.
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "model/training/options.h"

namespace tessera {

using nlohmann::json;

std::string options_json(const TrainingOptions& options) {
    nlohmann::ordered_json object;
    for (const OptionInfo& info : option_list()) {
        const std::string value = option_value(options, info.name);
        switch (info.kind) {
            case OptionInfo::Kind::flag:
                object[info.name] = value == "true";
                break;
            case OptionInfo::Kind::whole:
                object[info.name] = std::stoll(value);
                break;
            case OptionInfo::Kind::real:
                object[info.name] = std::stod(value);
                break;
            case OptionInfo::Kind::text:
                object[info.name] = value;
                break;
        }
    }
    return object.dump(2) + "\n";
}

TrainingOptions parse_options(const std::string& text) {
    const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!object.is_object()) {
        throw std::runtime_error("no JSON object");
    }
    TrainingOptions options;
    for (const auto& [name, value] : object.items()) {
        set_option(options, name, value.is_string() ? value.get<std::string>() : value.dump());
    }
    options.check();
    return options;
}

}  // namespace tessera
