// Numbers, and networks full of them, that Python can make up just so:
// packaging/features/expected_figures.py.
#pragma once

#include <torch/types.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/files/tensors.h"

namespace tessera::test {

/// Numbers in [-1, 1) that look random.
inline at::Tensor made_up(at::IntArrayRef sizes, double which) {
    const int64_t count = c10::multiply_integers(sizes);
    const at::Tensor x =
        torch::sin(torch::arange(count, at::kDouble) * 12.9898 + which) * 43758.5453;
    return ((x - x.floor()) * 2 - 1).to(at::kFloat).view(sizes);
}

using NamedTensors = std::map<std::string, at::Tensor>;

inline void save(const std::filesystem::path& file, const NamedTensors& tensors) {
    std::map<std::string, StoredTensor> stored;
    for (const auto& [name, tensor] : tensors) {
        stored[name] = stored_view(tensor);
    }
    write_safetensors(file, stored);
}

inline void add_layer(NamedTensors& tensors,
                      const std::string& name,
                      const std::vector<int64_t>& sizes,
                      int64_t number) {
    const at::Tensor weight = made_up(sizes, static_cast<double>(number));
    tensors[name + ".weight"] = weight * std::sqrt(6 / static_cast<double>(weight[0].numel()));
    tensors[name + ".bias"] = made_up({sizes.front()}, static_cast<double>(number) + 0.5) * 0.1;
}

/// AlexNet, VGG-16 or VGG-19 with linear maps of 24 features to 365 classes.
inline NamedTensors made_up_network(const std::string& name) {
    struct Layer {
        int place;
        int64_t channels, kernel;
    };
    std::vector<Layer> layers;
    std::vector<int> linears{0, 3, 6};
    int64_t grid = 7;
    if (name == "alexnet") {
        layers = {{0, 64, 11}, {3, 192, 5}, {6, 384, 3}, {8, 256, 3}, {10, 256, 3}};
        linears = {1, 4, 6};
        grid = 6;
    } else {
        const int deep = name == "vgg19" ? 4 : 3;
        int place = 0;
        for (const auto& [channels, count] : std::vector<std::pair<int64_t, int>>{
                 {64, 2}, {128, 2}, {256, deep}, {512, deep}, {512, deep}}) {
            for (int i = 0; i < count; ++i, place += 2) {
                layers.push_back({place, channels, 3});
            }
            ++place;  // the maxima
        }
    }
    NamedTensors tensors;
    int64_t number = 0, inputs = 3;
    for (const Layer& layer : layers) {
        add_layer(tensors,
                  "features." + std::to_string(layer.place),
                  {layer.channels, inputs, layer.kernel, layer.kernel},
                  number++);
        inputs = layer.channels;
    }
    inputs *= grid * grid;
    for (const int place : linears) {
        const int64_t outputs = place == linears.back() ? 365 : 24;
        add_layer(tensors, "classifier." + std::to_string(place), {outputs, inputs}, number++);
        inputs = outputs;
    }
    return tensors;
}

}  // namespace tessera::test
