// Models averaged weight by weight.
#pragma once

#include <filesystem>
#include <vector>

namespace tessera {

struct ModelShare {
    std::filesystem::path model;
    double share = 0;  ///< above 0, below 1
};

/// Writes a model whose weights are `share` of each other model's and the rest of `model`'s own,
/// float32, with its card. It draws well where all went on from one model's weights: their errors
/// average out then. The strengths of the texture noise are multiplied by `noise`, 0 and up. Throws
/// std::runtime_error that names the file and the reason: another config, other tensors, shares
/// that leave nothing for `model`.
void blend_models(const std::filesystem::path& model,
                  const std::vector<ModelShare>& others,
                  double noise,
                  const std::filesystem::path& out);

}  // namespace tessera
