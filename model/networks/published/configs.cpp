// Bounds of every option of the published networks' configs.
#include "model/networks/published/configs.h"

#include <stdexcept>

#include "model/networks/config_checks.h"

namespace tessera {
namespace {

/// The ways of Table 12, which double and keep the channels.
void check_doubling(const std::string& upsampler) {
    check_upsampler(upsampler);
    if (upsampler == "transpose") {
        throw std::runtime_error("config: upsampler is \"transpose\", which this network has not");
    }
}

/// Attention at the narrowest place looks at an eighth of 2 * base channels.
void check_attention(const std::string& upsampler, int64_t base) {
    if (upsampler == "spatial_attention") {
        check_range("base", base, 4, 1024);
    }
}

/// The options that all published networks have, the way of upsampling aside.
void check_common(const auto& config) {
    check_range("semantic", config.semantic, 1, 4096);
    check_range("base", config.base, 1, 1024);
    check_range("sau_compressed", config.sau_compressed, 1, 1024);
    check_odd("sau_kernel", config.sau_kernel, 15);
    check_attention(config.upsampler, config.base);
}

void expect(bool holds, const std::string& otherwise) {
    if (!holds) {
        throw std::runtime_error("config: " + otherwise);
    }
}

}  // namespace

void GauganConfig::check() const {
    check_common(*this);
    expect(classes() >= 1, "semantic leaves no channel to a class");
    check_range("halvings", halvings, 5, 7);
    check_range("hidden", hidden, 1, 4096);
    check_doubling(upsampler);
    check_range("style", style, 0, 4096);
    check_range("height", height, int64_t{1} << halvings, 16384);
    check_range("width", width, int64_t{1} << halvings, 16384);
    check_choice("statistics", statistics, {"batch", "instance"});
    if (halvings == 7) {
        check_range("base", base, 2, 1024);  // the last stage has half of it
    }
}

void LgganSynthesisConfig::check() const {
    local.check();
    trunk.check();
    expect(local.classes == trunk.classes(),
           "the local side has " + std::to_string(local.classes) + " classes, the trunk's map " +
               std::to_string(trunk.classes()));
    expect(trunk.style == 0, "the trunk begins with the encoder's features, not with a style");
    expect(trunk.base == local.base && local.cap >= 4 * local.base,
           "the trunk's base is " + std::to_string(trunk.base) + ", the local side's " +
               std::to_string(local.base) + " with a cap of " + std::to_string(local.cap) +
               "; the bases are one, and the cap four times it at least");
    expect(local.downs == 2 && local.norm == "instance" && local.decoder == "branches" &&
               local.weighs() && local.image_channels == 0 && local.label_input,
           "the local side of LGGAN for synthesis halves twice, norms by instance, and has "
           "branches of its own for the classes and for the weights");
}

void SeanConfig::check() const {
    check_common(*this);
    check_range("halvings", halvings, 5, 6);
    check_range("hidden", hidden, 1, 4096);
    check_range("style", style, 1, 4096);
    check_doubling(upsampler);
}

void MaskganConfig::check() const {
    check_common(*this);
    check_range("downs", downs, 1, 6);
    check_range("blocks", blocks, 1, 64);
    check_upsampler(upsampler);
}

}  // namespace tessera
