// Builds the networks of a run, and takes their state out and in.
#include "model/training/networks.h"

#include <torch/nn/module.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <cstdlib>
#include <stdexcept>

#include "model/inference/device.h"

namespace tessera {
namespace {

std::map<std::string, at::Tensor> with_prefix(const std::map<std::string, at::Tensor>& tensors,
                                              const std::string& prefix) {
    std::map<std::string, at::Tensor> result;
    for (const auto& [name, tensor] : tensors) {
        result[prefix + name] = tensor;
    }
    return result;
}

std::map<std::string, at::Tensor> without_prefix(const std::map<std::string, at::Tensor>& tensors,
                                                 const std::string& prefix) {
    std::map<std::string, at::Tensor> result;
    for (const auto& [name, tensor] : tensors) {
        if (name.rfind(prefix, 0) == 0) {
            result[name.substr(prefix.size())] = tensor;
        }
    }
    return result;
}

/// Copies, which later steps do not change.
std::map<std::string, at::Tensor> on_the_cpu(std::map<std::string, at::Tensor> tensors) {
    for (auto& [name, tensor] : tensors) {
        tensor = tensor.detach().to(at::kCPU, tensor.scalar_type(), false, /*copy=*/true);
    }
    return tensors;
}

void load_fixed(const torch::nn::Module& module,
                const std::map<std::string, at::Tensor>& from,
                const std::string& prefix) {
    const at::NoGradGuard no_grad;
    for (const auto& [name, tensor] : fixed_tensors(module)) {
        const auto found = from.find(prefix + name);
        if (found == from.end() || found->second.sizes() != tensor.sizes()) {
            throw std::runtime_error(
                c10::str("tensor ", prefix, name, " is missing or of another shape"));
        }
        tensor.copy_(found->second);
    }
}

bool has_prefix(const std::map<std::string, at::Tensor>& tensors, const std::string& prefix) {
    const auto first = tensors.lower_bound(prefix);
    return first != tensors.end() && first->first.rfind(prefix, 0) == 0;
}

at::DeviceIndex gpu_of_this_process() {
    const char* local_rank = std::getenv("LOCAL_RANK");
    const int64_t index = local_rank == nullptr ? 0 : std::atoll(local_rank);
    const auto count = static_cast<int64_t>(at::getNumGPUs());
    if (index < 0 || index >= count) {
        throw std::runtime_error("device cuda: process " + std::to_string(index) +
                                 " of this machine has no GPU of its own; there are " +
                                 std::to_string(count));
    }
    return static_cast<at::DeviceIndex>(index);
}

PatchDiscriminator patch_critic(int64_t condition, const TrainingOptions& options) {
    return PatchDiscriminator(
        PatchDiscriminatorOptions{.channels = condition + 3, .base = options.critic_base});
}

}  // namespace

std::map<std::string, at::Tensor> fixed_tensors(const torch::nn::Module& module) {
    std::map<std::string, at::Tensor> tensors;
    for (const auto& item : module.named_buffers()) {
        if (item.key().find("num_batches_tracked") == std::string::npos) {
            tensors[item.key()] = item.value();
        }
    }
    for (const auto& item : module.named_parameters()) {
        if (!item.value().requires_grad()) {
            tensors[item.key()] = item.value();
        }
    }
    return tensors;
}

at::TensorOptions training_place(const TrainingOptions& options) {
    EngineOptions wanted;
    wanted.device = device_named(options.device);
    wanted.precision = options.precision == "bfloat16"  ? Precision::bfloat16
                       : options.precision == "float32" ? Precision::float32
                                                        : Precision::automatic;
    const Place place = resolve_place(wanted);
    const at::Device device =
        place.device.is_cuda() ? at::Device(at::kCUDA, gpu_of_this_process()) : place.device;
    return at::TensorOptions(place.type).device(device);
}

TrainingNetworks::TrainingNetworks(const TrainingOptions& options,
                                   std::shared_ptr<const FeatureNetwork> judge)
    : device(training_place(options).device()),
      type(training_place(options).dtype().toScalarType()),
      classes(options.network.classes),
      features(std::move(judge)) {
    torch::manual_seed(static_cast<uint64_t>(options.seed));
    make_generator(options);
    make_critics(options);
}

void TrainingNetworks::make_generator(const TrainingOptions& options) {
    std::vector<Parameters::Network> drawing;
    if (options.trains == "sean") {
        sean = Sean(options.sean);
        sean->to(device);
        drawing.push_back({"", sean.ptr()});
        generating = std::make_unique<Parameters>(drawing, type);
        return;
    }
    const LgganConfig& config = options.network;
    generator = Lggan(config);
    generator->to(device);
    drawing.push_back({"", generator.ptr()});
    if (config.style > 0) {
        style_encoder =
            StyleEncoder(StyleEncoderOptions{.style = config.style, .base = options.style_base});
        style_encoder->to(device);
        drawing.push_back({"style_encoder.", style_encoder.ptr()});
    }
    generating = std::make_unique<Parameters>(drawing, type);
}

void TrainingNetworks::make_critics(const TrainingOptions& options) {
    const int64_t source_channels = sean ? 0 : options.network.image_channels;
    std::vector<Parameters::Network> critics;
    if (options.label_critic > 0) {
        label_critic = patch_critic(classes, options);
        label_critic->to(device);
        critics.push_back({"ds.", label_critic.ptr()});
    }
    if (options.source_critic > 0 && source_channels > 0) {
        source_critic = patch_critic(source_channels, options);
        source_critic->to(device);
        critics.push_back({"di.", source_critic.ptr()});
    }
    if (!critics.empty()) {
        judging = std::make_unique<Parameters>(critics, type);
    }
    TORCH_CHECK(features || (options.feature_critic == 0 && options.perceptual == 0),
                "training: perceptual loss and feature discriminator need a feature network");
    if (options.feature_critic > 0) {
        FeatureDiscriminatorOptions critic{.classes = classes};
        critic.features = features->channels();
        critic.mixed.clear();
        for (size_t i = 0; i < critic.features.size(); ++i) {
            critic.mixed.push_back(i + 1 < 4 ? 32 + 16 * static_cast<int64_t>(i) : 96);
        }
        feature_critic = FeatureDiscriminator(critic);
        feature_critic->to(device);
        // Its spectral norm divides weights in full precision; only its maps have the other type.
        judging_features = std::make_unique<Parameters>(
            std::vector<Parameters::Network>{{"feature_ds.", feature_critic.ptr()}}, at::kFloat);
    }
}

std::map<std::string, at::Tensor> TrainingNetworks::drawing_weights() const {
    std::map<std::string, at::Tensor> weights = generating->average();
    if (sean) {
        weights.merge(on_the_cpu(fixed_tensors(*sean)));
    }
    return weights;
}

std::map<std::string, at::Tensor> TrainingNetworks::state() const {
    std::map<std::string, at::Tensor> all = with_prefix(generating->state(), "generator/");
    if (sean) {
        all.merge(with_prefix(on_the_cpu(fixed_tensors(*sean)), "generator/fixed/"));
    }
    if (judging) {
        all.merge(with_prefix(judging->state(), "critics/"));
    }
    if (judging_features) {
        all.merge(with_prefix(judging_features->state(), "feature_critic/"));
        all.merge(with_prefix(on_the_cpu(fixed_tensors(*feature_critic)), "feature_critic/fixed/"));
    }
    return all;
}

void TrainingNetworks::load_state(const std::map<std::string, at::Tensor>& state) {
    generating->load_state(without_prefix(state, "generator/"));
    if (sean) {
        load_fixed(*sean, state, "generator/fixed/");
    }
    if (judging) {
        judging->load_state(without_prefix(state, "critics/"));
    }
    if (judging_features) {
        judging_features->load_state(without_prefix(state, "feature_critic/"));
        load_fixed(*feature_critic, state, "feature_critic/fixed/");
    }
}

void TrainingNetworks::load_weights(const std::map<std::string, at::Tensor>& tensors) {
    if (has_prefix(tensors, sean ? "head." : "stem.")) {
        generating->load_weights(tensors);
        if (sean) {
            load_fixed(*sean, tensors, "");
        }
    }
    if (judging && has_prefix(tensors, label_critic ? "ds." : "di.")) {
        judging->load_weights(tensors);
    }
    if (judging_features && has_prefix(tensors, "feature_ds.")) {
        judging_features->load_weights(tensors);
        load_fixed(*feature_critic, tensors, "feature_ds.");
    }
}

}  // namespace tessera
