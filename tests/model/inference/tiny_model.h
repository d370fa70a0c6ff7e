// Small random model files for tests. Free of LibTorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "model/networks/config.h"

namespace tessera::test {

/// Three classes, two halvings, class-adaptive norm, SAU, style and noise.
LgganConfig tiny_config();

struct TinyModel {
    LgganConfig config = tiny_config();
    uint64_t seed = 1;             ///< of the weights
    std::string palette = "tiny";  ///< classes: 4 road, 6 sky, 7 tree, then 100, 101 ..
    std::string title = "Tiny model";
    bool style_encoder = true;
    std::string poisoned;  ///< a tensor whose first value becomes NaN
};

void write_tiny_model(const std::filesystem::path& file, const TinyModel& model = {});

}  // namespace tessera::test
