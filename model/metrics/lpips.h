// LPIPS (Zhang et al., 2018), with the weights that the user has.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/features/feature_network.h"

namespace tessera::metrics {

/// The learned perceptual distance: over the five levels of AlexNet or VGG-16, features scaled to
/// unit length at every pixel, their squared differences weighted a channel, averaged over pixels
/// and added up over levels.
class Lpips {
public:
    /// `network`: AlexNet's or VGG-16's weights; `linear`: the channels' weights, five tensors
    /// `lin0` to `lin4`, each `linN.model.1.weight` or `linN.weight` of 1,channels,1,1. Both as
    /// FeatureNetwork::open() reads them. Throws std::runtime_error that names the file and the
    /// reason: of any other network there is no LPIPS.
    Lpips(const std::filesystem::path& network,
          const std::filesystem::path& linear,
          const at::TensorOptions& options = at::kFloat);

    /// "alexnet" or "vgg16".
    const std::string& network() const { return network_->name(); }

    /// B distances of pictures B,3,H,W in [-1, 1].
    at::Tensor operator()(const at::Tensor& fake, const at::Tensor& real) const;

private:
    std::shared_ptr<const FeatureNetwork> network_;
    std::vector<at::Tensor> weights_;  // a level, channels,1,1
};

}  // namespace tessera::metrics
