// Reads and applies LPIPS.
#include "model/metrics/lpips.h"

#include <ATen/ATen.h>

#include <stdexcept>

#include "model/features/weights_file.h"

namespace tessera::metrics {
namespace {

constexpr double kTiny = 1e-10;

at::Tensor unit_length(const at::Tensor& features) {
    const at::Tensor x = features.to(at::kFloat);
    return x / (x.square().sum(1, /*keepdim=*/true).sqrt() + kTiny);
}

std::string weight_name(const WeightsFile& file, size_t level) {
    const std::string name = std::string("lin").append(std::to_string(level));
    return file.has(name + ".weight") ? name + ".weight" : name + ".model.1.weight";
}

}  // namespace

Lpips::Lpips(const std::filesystem::path& network,
             const std::filesystem::path& linear,
             const at::TensorOptions& options)
    : network_(FeatureNetwork::open(network, options)) {
    if (network_->name() != "alexnet" && network_->name() != "vgg16") {
        throw std::runtime_error(network.string() + ": holds " + network_->name() +
                                 "; LPIPS is AlexNet's or VGG-16's");
    }
    const WeightsFile file = WeightsFile::open(linear);
    for (size_t level = 0; level < network_->channels().size(); ++level) {
        const std::string name = weight_name(file, level);
        const at::Tensor weight = file.tensor(name, options.dtype(at::kFloat));
        const int64_t channels = network_->channels()[level];
        if (weight.numel() != channels) {
            file.refuse(name + " weighs " + std::to_string(weight.numel()) + " channels, " +
                        network_->name() + " has " + std::to_string(channels) + " there");
        }
        weights_.push_back(weight.reshape({channels, 1, 1}));
    }
}

at::Tensor Lpips::operator()(const at::Tensor& fake, const at::Tensor& real) const {
    const std::vector<at::Tensor> f = network_->levels(fake), r = network_->levels(real);
    at::Tensor total = at::zeros({fake.size(0)}, fake.options().dtype(at::kFloat));
    for (size_t level = 0; level < weights_.size(); ++level) {
        const at::Tensor apart = (unit_length(f[level]) - unit_length(r[level])).square();
        total += (apart * weights_[level]).sum(1).mean({1, 2});
    }
    return total;
}

}  // namespace tessera::metrics
