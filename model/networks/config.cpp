// Bounds of every option of the generator's config.
#include "model/networks/config.h"

#include <algorithm>
#include <stdexcept>

#include "model/networks/config_checks.h"

namespace tessera {
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
    check_upsampler(upsampler);
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
