// Renders of small random generators with all of the inside kept, for the tests of inspection.
#pragma once

#include <torch/types.h>

#include "model/inspection/insides.h"
#include "tests/model/inference/tiny_model.h"

namespace tessera::test {

/// Blocks of classes 0, 1 and 2.
inline std::vector<uint16_t> blocks_of_classes(int64_t height, int64_t width) {
    std::vector<uint16_t> labels;
    for (int64_t i = 0; i < height * width; ++i) {
        labels.push_back(static_cast<uint16_t>((i / width / 5 + i % width / 4) % 3));
    }
    return labels;
}

inline std::shared_ptr<const Engine> small_engine(const LgganConfig& config) {
    return Engine::random(config, 5, {Device::cpu, Precision::float32, 0});
}

inline std::shared_ptr<const Insides> insides_of(std::shared_ptr<const Engine> engine,
                                                 int64_t height,
                                                 int64_t width) {
    RenderRequest request;
    request.height = height;
    request.width = width;
    request.labels = blocks_of_classes(height, width);
    request.keep = Keep::everything();
    return render_insides(std::move(engine), request);
}

inline std::shared_ptr<const Insides> insides_of(const LgganConfig& config, int64_t side) {
    return insides_of(small_engine(config), side, side);
}

inline at::Tensor tensor_of(const Array& array) {
    return torch::tensor(array.values).view(array.shape);
}

inline at::Tensor tensor_of(const std::vector<float>& values, at::IntArrayRef shape) {
    return torch::tensor(values).view(shape);
}

}  // namespace tessera::test
