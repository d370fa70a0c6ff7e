// Bounds of every option of the generator's config.
#include "model/networks/config.h"

#include <algorithm>
#include <initializer_list>
#include <sstream>
#include <stdexcept>

namespace tessera {
namespace {

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

}  // namespace

void LgganConfig::check() const {
    check_range("classes", classes, 1, 4096);
    check_range("image_channels", image_channels, 0, 64);
    if (!label_input && image_channels == 0) {
        throw std::runtime_error("config: without label_input, image_channels must be positive");
    }
    check_range("base", base, 1, 1024);
    check_range("cap", cap, 1, 4096);
    check_range("downs", downs, 0, 8);
    check_range("blocks", blocks, 0, 64);
    check_choice("norm", norm, {"instance", "class", "spade"});
    check_choice("upsampler",
                 upsampler,
                 {"nearest",
                  "bilinear",
                  "bicubic",
                  "deconv",
                  "pixel_shuffle",
                  "spatial_attention",
                  "involution",
                  "sau",
                  "transpose"});
    check_choice("decoder", decoder, {"shared", "branches"});
    check_range("sau_compressed", sau_compressed, 1, 1024);
    check_odd("sau_kernel", sau_kernel, 15);
    check_odd("head_kernel", head_kernel, 15);
    check_choice("combine", combine, {"add", "conv"});
    check_choice("fuse", fuse, {"weights", "average"});
    check_range("style", style, 0, 4096);
    // Layers that work on a part of the channels need that part to be one channel at least.
    if (weighs() && decoder == "shared") {
        check_range("base", base, 2, 1024);
        check_range("cap", cap, 2, 4096);
    }
    if (upsampler == "spatial_attention" && downs > 0) {
        check_range("base", base, 4, 1024);
        check_range("cap", cap, 8, 4096);
    }
}

int64_t LgganConfig::min_side() const {
    const int64_t heads = head_kernel / 2 + 1;  // reflection wants more pixels than it adds
    const int64_t bottleneck = blocks > 0 ? 2 * stride() : stride();
    const int64_t side = std::max({heads, bottleneck, int64_t{2}});
    return (side + stride() - 1) / stride() * stride();
}

int64_t LgganConfig::width(int64_t level) const {
    return std::min(base << level, cap);
}

}  // namespace tessera
