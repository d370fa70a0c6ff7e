// LGGAN, whose convolutions are numbered: for cross-view translation, and for synthesis around
// GauGAN's trunk.
#include <ATen/ATen.h>

#include <stdexcept>

#include "model/convert/architectures.h"

namespace tessera {
namespace {

int64_t count_of(const AuthorsTensors& tensors,
                 const std::string& before,
                 int64_t first,
                 const std::string& behind) {
    for (int64_t count = 0;; ++count) {
        std::string name = before;
        name.append(std::to_string(first + count)).append(behind);
        if (!tensors.has(name)) {
            return count;
        }
    }
}

/// What both have: encoder, blocks, and the decoders of their branches.
Renames lggan_renames() {
    Renames renames{{"stem.conv.", "conv1."},
                    {"down.0.conv.", "conv2."},
                    {"down.1.conv.", "conv3."},
                    {"deep.0.conv.", "conv4."},
                    {"deep.1.conv.", "conv5."},
                    {"global_image.", "deconv5_global."},
                    {"weight_map.", "deconv5_attention."},
                    {"local.classifier.", "fc2."},
                    {"local.combine.", "deconv9."}};
    for (int64_t i = 0; i < 64; ++i) {
        renames.emplace_back("block." + std::to_string(i) + ".",
                             "resnet_blocks" + std::to_string(i + 1) + ".");
    }
    for (const auto& [ours, theirs] : {std::pair<std::string, std::string>{"global", "global"},
                                       {"local", "local"},
                                       {"weight", "attention"}}) {
        renames.emplace_back("decoder." + ours + ".conv.0.conv.", "deconv3_" + theirs + ".");
        renames.emplace_back("decoder." + ours + ".conv.1.conv.", "deconv4_" + theirs + ".");
    }
    return renames;
}

/// The classes' own convolutions stand one by one; `first` numbers them.
at::Tensor stacked_classes(const std::string& of,
                           int64_t first,
                           int64_t classes,
                           AuthorsTensors& tensors) {
    std::vector<at::Tensor> all;
    for (int64_t i = 0; i < classes; ++i) {
        all.push_back(tensors.take("deconv5_" + std::to_string(first + i) + "." + of));
    }
    return at::stack(all);
}

LgganConfig branches(const AuthorsTensors& tensors, int64_t classes) {
    LgganConfig config;
    config.classes = classes;
    config.base = tensors.size("conv1.weight", 0);
    config.cap = 4 * config.base;
    config.blocks = count_of(tensors, "resnet_blocks", 1, ".conv1.weight");
    config.upsampler = "transpose";
    config.decoder = "branches";
    config.head_kernel = tensors.size("conv1.weight", 2);
    config.combine = tensors.has("deconv9.weight") ? "conv" : "add";
    config.classify = tensors.has("fc2.weight");
    return config;
}

at::Tensor take_lggan(const std::string& name,
                      int64_t first_class,
                      const LgganConfig& config,
                      const std::vector<Renames>& stages,
                      AuthorsTensors& tensors) {
    if (name == "local.weight" || name == "local.bias") {
        return stacked_classes(
            name.substr(std::string("local.").size()), first_class, config.classes, tensors);
    }
    return tensors.take(translated(name, stages));
}

/// Source photo and colour map in. One class convolution more than classes is saved and never used.
class AuthorsCrossView final : public AuthorsArchitecture {
public:
    std::string mark() const override { return "deconv5_global.weight"; }
    std::string title() const override { return "LGGAN, cross-view"; }

    int64_t channels(const AuthorsTensors& tensors) const override {
        return count_of(tensors, "deconv5_", 1, ".weight");
    }

    NetworkConfig config(const AuthorsTensors& tensors,
                         const CheckpointChoices& choices) const override {
        const int64_t convolutions = channels(tensors);
        for (const int64_t classes : choices.class_counts) {
            if (convolutions == classes || convolutions == classes + 1) {
                LgganConfig config = branches(tensors, classes);
                config.image_channels = tensors.size("conv1.weight", 1);
                config.label_input = false;
                return config;
            }
        }
        throw std::runtime_error("it has convolutions of " + std::to_string(convolutions) +
                                 " classes, the last of them perhaps unused, and the palette has "
                                 "neither so many classes nor one less");
    }

    at::Tensor take(const std::string& name,
                    const NetworkConfig& config,
                    AuthorsTensors& tensors) const override {
        return take_lggan(name, 1, std::get<LgganConfig>(config), {lggan_renames()}, tensors);
    }
};

class AuthorsSynthesis final : public AuthorsArchitecture {
public:
    std::string mark() const override { return "deconv5_0.weight"; }
    std::string title() const override { return "LGGAN for synthesis"; }

    int64_t channels(const AuthorsTensors& tensors) const override {
        return tensors.size("conv1.weight", 1);
    }

    NetworkConfig config(const AuthorsTensors& tensors,
                         const CheckpointChoices& choices) const override {
        const int64_t classes = count_of(tensors, "deconv5_", 0, ".weight");
        CheckpointChoices of_trunk = choices;
        of_trunk.class_counts = {classes};
        const int64_t map = channels(tensors);
        if (map - classes > 2) {
            throw std::runtime_error("its local side has generators of " + std::to_string(classes) +
                                     " of the map's " + std::to_string(map) +
                                     " channels: classes that share one are not covered");
        }
        return LgganSynthesisConfig{branches(tensors, classes), trunk_config(tensors, of_trunk)};
    }

    at::Tensor take(const std::string& name,
                    const NetworkConfig& config,
                    AuthorsTensors& tensors) const override {
        std::vector<Renames> stages = spade_stages("trunk.");
        const Renames ours = lggan_renames();
        stages.front().insert(stages.front().end(), ours.begin(), ours.end());
        return take_lggan(name, 0, std::get<LgganSynthesisConfig>(config).local, stages, tensors);
    }
};

}  // namespace

const AuthorsArchitecture& authors_cross_view() {
    static const AuthorsCrossView cross_view;
    return cross_view;
}

const AuthorsArchitecture& authors_synthesis() {
    static const AuthorsSynthesis synthesis;
    return synthesis;
}

}  // namespace tessera
