// The sum of all maps.
#include "model/inference/plan/kept_maps.h"

namespace tessera {

int64_t KeptMaps::bytes(const LgganConfig& config, const Canvas& canvas, int64_t element_size) {
    const int64_t pixels = canvas.height * canvas.width;
    int64_t values = 2 * config.blocks * config.width(config.downs) * (pixels >> 2 * config.downs);
    for (int64_t level = 1; level <= config.downs; ++level) {
        const int64_t here = pixels >> 2 * level;
        values += (config.width(level) + config.sau_compressed) * here;  // down, compressed
        values += config.width(level - 1) * 4 * here;                    // decoded
    }
    constexpr int64_t picture_and_labels = 3 * 4 + 4 * 4 / 3;
    return values * element_size + pixels * picture_and_labels;
}

}  // namespace tessera
