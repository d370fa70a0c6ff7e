// What a plan covers, and its layers, built once; plan_run.cpp runs them.
#include "model/inference/plan/plan.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace tessera {
namespace {

constexpr int64_t kWholeVectors = 8;  // channels that the kernels write in place

}  // namespace

std::string Plan::obstacle(const Lggan& generator) {
    const LgganConfig& config = generator->config;
    if (!PackedConvolution::knows(generator->stem->conv->weight)) {
        return "the device or the number type has no packed convolutions";
    }
    if (config.norm == "spade") {
        return "norm spade";
    }
    if (config.upsampler != "sau") {
        return "upsampler " + config.upsampler;
    }
    if (config.decoder != "shared") {
        return "decoder " + config.decoder;
    }
    if (config.image_channels > 0) {
        return "a source image";
    }
    const bool whole = config.base % kWholeVectors == 0 && config.cap % kWholeVectors == 0;
    return whole ? "" : "channels that are no multiples of 8";
}

Plan::Plan(const Lggan& generator, const Canvas& canvas, int64_t rows)
    : generator_(generator),
      canvas_(canvas),
      rows_(std::min(rows, canvas.height / 2)),
      everywhere_(at::zeros({1, canvas.height, canvas.width}, at::kInt)) {
    const std::string reason = obstacle(generator);
    TORCH_CHECK(reason.empty(), "Plan: not for ", reason);
    const auto at_level = [&](int64_t level, int64_t border, int64_t zeros = 0) {
        return Extent{
            (canvas.height >> level) + 2 * border, (canvas.width >> level) + 2 * border, zeros};
    };
    const int64_t downs = generator->config.downs;
    LayerInputs inputs;
    for (int64_t i = 0; i < downs; ++i) {
        inputs.down.push_back(at_level(i, 0, 1));
        inputs.compress.push_back(at_level(downs - i, 0));
        inputs.encode.push_back(at_level(downs - i, 0, 1));
        inputs.decode.push_back(at_level(downs - i - 1, 1));
    }
    if (downs > 0 && rows_ < canvas.height / 2) {
        const int64_t upsampled = std::min(rows_ + 2, canvas.height / 2);
        inputs.encode.back() = {upsampled + 2, canvas.width / 2 + 2};
        inputs.decode.back().height = 2 * rows_ + 2;
    }
    inputs.block = at_level(downs, 1);
    inputs.head = at_level(0, 1);
    layers_ = PackedLayers(generator, inputs);
}

}  // namespace tessera
