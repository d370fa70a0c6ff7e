// What a render of a published network costs, and what doubling costs in any network.
#pragma once

#include <cstdint>
#include <string>

#include "model/inference/canvas.h"
#include "model/networks/network_config.h"

namespace tessera {

/// A way of doubling, as the configs name it.
struct DoublingCost {
    std::string upsampler;
    int64_t sau_compressed = 64;
    int64_t sau_kernel = 5;
};

/// Multiply-accumulates that doubling a map of so many pixels takes; 0 of "transpose", whose
/// convolution doubles.
int64_t doubling_cost(const DoublingCost& by, int64_t pixels, int64_t channels);

/// Of one render on a canvas, every convolution as the modules compute it: the one-hot map is
/// convolved like any other. Reading a photo's style is not counted.
int64_t published_cost(const NetworkConfig& config, const Canvas& canvas);

}  // namespace tessera
