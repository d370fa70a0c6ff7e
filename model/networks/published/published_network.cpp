// From labels to each network's own semantic map, and from its output to the common one.
#include "model/networks/published/published_network.h"

#include <ATen/ATen.h>
#include <torch/nn/module.h>

#include "model/networks/published/lggan_synthesis.h"
#include "model/networks/published/maskgan.h"
#include "model/networks/published/sean.h"
#include "model/networks/published/semantic_map.h"

namespace tessera {
namespace {

at::TensorOptions options_of(torch::nn::Module& module) {
    return module.parameters().front().options();
}

/// Classes, then what has none, then edges, as the config has them.
at::Tensor semantic_map(const GauganConfig& config,
                        const PublishedInput& input,
                        at::TensorOptions options) {
    std::vector<at::Tensor> channels{one_hot(input.labels, config.classes(), options)};
    if (config.dont_care) {
        channels.push_back(1 - channels.front().sum(1, true));
    }
    if (config.edges) {
        channels.push_back(input.edges.defined() ? input.edges.to(options)
                                                 : edges_of(input.labels, options));
    }
    return at::cat(channels, 1);
}

/// Runs `body` with a pass for the input; what it kept goes into the output.
template <typename Body>
LgganOutput drawn(const PublishedInput& input, Body body) {
    std::vector<at::Tensor> kept;
    LgganOutput output;
    output.image = body(DrawingPass{input.keep.kernels ? &kept : nullptr, input.cancelled});
    for (size_t level = 0; level < kept.size(); ++level) {
        output.kernels["kernels." + std::to_string(level + 1)] = kept[level];
    }
    return output;
}

class PublishedGaugan final : public PublishedNetwork {
public:
    explicit PublishedGaugan(const GauganConfig& config) : network_(config) {}

    LgganOutput draw(const PublishedInput& input) override {
        const GauganConfig& config = network_->config;
        const at::TensorOptions options = options_of(*network_);
        const at::Tensor sg = semantic_map(config, input, options);
        at::Tensor z = input.style;
        if (config.style > 0 && !z.defined()) {
            z = at::zeros({sg.size(0), config.style}, options);
        }
        return drawn(input,
                     [&](const DrawingPass& pass) { return network_->forward(sg, z, pass); });
    }

    torch::nn::Module& module() override { return *network_; }

private:
    Gaugan network_;
};

class PublishedLggan final : public PublishedNetwork {
public:
    explicit PublishedLggan(const LgganSynthesisConfig& config)
        : network_(config.local, config.trunk) {}

    LgganOutput draw(const PublishedInput& input) override {
        const at::Tensor sg = semantic_map(network_->trunk_config, input, options_of(*network_));
        return network_->forward(input.labels, sg, input.keep, input.cancelled);
    }

    torch::nn::Module& module() override { return *network_; }

private:
    LgganSynthesis network_;
};

class PublishedSean final : public PublishedNetwork {
public:
    explicit PublishedSean(const SeanConfig& config) : network_(config) {}

    LgganOutput draw(const PublishedInput& input) override {
        const SeanConfig& config = network_->config;
        const at::TensorOptions options = options_of(*network_);
        SeanCondition condition;
        condition.sg = one_hot(input.labels, config.semantic, options);
        condition.codes =
            input.style.defined()
                ? input.style.view({-1, config.semantic, config.style})
                : at::zeros({condition.sg.size(0), config.semantic, config.style}, options);
        condition.noise_seed = input.noise_seed;
        LgganOutput output = drawn(
            input, [&](const DrawingPass& pass) { return network_->forward(condition, pass); });
        if (input.keep.codes) {
            output.codes = condition.codes;
        }
        return output;
    }

    at::Tensor style_of(const at::Tensor& photo, const at::Tensor& labels) override {
        const at::Tensor sg = one_hot(labels, network_->config.semantic, options_of(*network_));
        return network_->style_encoder->forward(photo, sg).flatten(1);
    }

    torch::nn::Module& module() override { return *network_; }

private:
    Sean network_;
};

class PublishedMaskgan final : public PublishedNetwork {
public:
    explicit PublishedMaskgan(const MaskganConfig& config) : network_(config) {}

    LgganOutput draw(const PublishedInput& input) override {
        const at::TensorOptions options = options_of(*network_);
        const at::Tensor sg = one_hot(input.labels, network_->config.semantic, options);
        const at::Tensor look = input.style.defined() ? input.style : neutral(options);
        return drawn(input,
                     [&](const DrawingPass& pass) { return network_->draw(sg, look, pass); });
    }

    at::Tensor style_of(const at::Tensor& photo, const at::Tensor& labels) override {
        const at::Tensor sg = one_hot(labels, network_->config.semantic, options_of(*network_));
        return network_->look_of(photo, sg);
    }

    torch::nn::Module& module() override { return *network_; }

private:
    /// Shift 0 and scale 1 at every norm.
    at::Tensor neutral(at::TensorOptions options) const {
        const MaskganConfig& config = network_->config;
        return at::tensor({0.0f, 1.0f}, at::kFloat)
            .to(options)
            .repeat_interleave(config.widest())
            .repeat({1, 2 * config.blocks});
    }

    Maskgan network_;
};

}  // namespace

at::Tensor PublishedNetwork::style_of(const at::Tensor&, const at::Tensor&) {
    throw std::runtime_error("this model reads no photos");
}

at::Tensor edges_of(const at::Tensor& labels, at::TensorOptions options) {
    at::Tensor edges = at::zeros_like(labels, at::kBool);
    for (const int64_t side : {1, 2}) {
        const int64_t count = labels.size(side) - 1;
        const at::Tensor differs = labels.narrow(side, 1, count).ne(labels.narrow(side, 0, count));
        edges.narrow(side, 1, count).logical_or_(differs);
        edges.narrow(side, 0, count).logical_or_(differs);
    }
    return edges.unsqueeze(1).to(options);
}

std::unique_ptr<PublishedNetwork> make_published(const NetworkConfig& config) {
    if (const auto* gaugan = std::get_if<GauganConfig>(&config)) {
        return std::make_unique<PublishedGaugan>(*gaugan);
    }
    if (const auto* lggan = std::get_if<LgganSynthesisConfig>(&config)) {
        return std::make_unique<PublishedLggan>(*lggan);
    }
    if (const auto* sean = std::get_if<SeanConfig>(&config)) {
        return std::make_unique<PublishedSean>(*sean);
    }
    if (const auto* maskgan = std::get_if<MaskganConfig>(&config)) {
        return std::make_unique<PublishedMaskgan>(*maskgan);
    }
    throw std::runtime_error("config: LGGAN++ is none of the published networks");
}

}  // namespace tessera
