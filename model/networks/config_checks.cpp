// The bounds of one option.
#include "model/networks/config_checks.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace tessera {

void check_range(const char* name, int64_t value, int64_t low, int64_t high) {
    if (value < low || value > high) {
        std::ostringstream text;
        text << "config: " << name << " is " << value << ", must be " << low << " to " << high;
        throw std::runtime_error(text.str());
    }
}

void check_odd(const char* name, int64_t value, int64_t high) {
    check_range(name, value, 1, high);
    if (value % 2 == 0) {
        throw std::runtime_error(std::string("config: ") + name + " is " + std::to_string(value) +
                                 ", must be odd");
    }
}

void check_choice(const char* name,
                  const std::string& value,
                  std::initializer_list<const char*> choices) {
    if (std::find(choices.begin(), choices.end(), value) != choices.end()) {
        return;
    }
    std::string text = std::string("config: ") + name + " is \"" + value + "\", must be one of";
    for (const char* choice : choices) {
        text += std::string(" ") + choice;
    }
    throw std::runtime_error(text);
}

void check_upsampler(const std::string& value) {
    check_choice("upsampler",
                 value,
                 {"nearest",
                  "bilinear",
                  "bicubic",
                  "deconv",
                  "pixel_shuffle",
                  "spatial_attention",
                  "involution",
                  "sau",
                  "transpose"});
}

}  // namespace tessera
