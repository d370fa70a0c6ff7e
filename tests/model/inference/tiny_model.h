// Small random model files for tests. Free of LibTorch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "model/networks/network_config.h"

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

/// A published network of the same three classes: "gaugan" (with SAU, and a channel of edges),
/// "lggan-synthesis", "sean" or "maskgan".
NetworkConfig tiny_published_config(const std::string& architecture);

/// Its model file, with random weights, of the palette "tiny".
void write_tiny_published(const std::filesystem::path& file, const std::string& architecture);

}  // namespace tessera::test
