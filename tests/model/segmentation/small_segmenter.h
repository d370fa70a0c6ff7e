// A segmenter with random weights on the shipped features, and its file.
#pragma once

#include <torch/utils.h>

#include "model/files/segmenter_file.h"
#include "model/segmentation/reading.h"
#include "tests/model/places.h"

namespace tessera::test {

inline std::string learning_features() {
    return resource_file("features/efficientnet-lite0.safetensors");
}

inline SegmenterConfig small_segmenter() {
    const auto features = FeatureNetwork::open(learning_features());
    SegmenterConfig config;
    config.classes = 3;
    config.width = 16;
    config.side = 64;
    config.features = features->name();
    config.channels = features->channels();
    config.fingerprint = fingerprint(*features);
    return config;
}

inline ModelCard small_card() {
    return {"test",
            {{0, "a", {255, 0, 0}}, {1, "b", {0, 255, 0}}, {2, "c", {0, 0, 255}}},
            {{"title", "Small"}}};
}

inline std::map<std::string, at::Tensor> random_weights(const SegmenterConfig& config) {
    torch::manual_seed(5);
    std::map<std::string, at::Tensor> weights;
    for (const auto& parameter : SegmentationDecoder(config)->named_parameters()) {
        weights[parameter.key()] = parameter->detach();
    }
    return weights;
}

inline std::filesystem::path write_small_segmenter(const std::filesystem::path& file) {
    const SegmenterConfig config = small_segmenter();
    write_segmenter(file, random_weights(config), config, small_card());
    return file;
}

}  // namespace tessera::test
