// GauGAN, and the trunk that others share with it.
#include <cmath>
#include <stdexcept>

#include "model/convert/architectures.h"

namespace tessera {
namespace {

const std::string kFirstNorm = "head_0.norm_0.";

/// 0 channels beyond the classes, or 1 or 2 that the choices must tell apart.
void divide_map(GauganConfig& config, int64_t classes, const CheckpointChoices& choices) {
    const int64_t beyond = config.semantic - classes;
    config.dont_care = choices.dont_care.value_or(beyond == 2);
    config.edges = choices.edges.value_or(beyond == 2);
    if (beyond == 1 && choices.dont_care.has_value() != choices.edges.has_value()) {
        config.edges = choices.edges.value_or(!config.dont_care);
        config.dont_care = choices.dont_care.value_or(!config.edges);
    }
    if (config.classes() != classes) {
        throw std::runtime_error(
            "its map has " + std::to_string(config.semantic) + " channels for " +
            std::to_string(classes) +
            " classes; say whether one is of instances' edges or of what has no class");
    }
}

/// Of an input that is a style: how many cells it fills says the picture's size.
void measure_style_input(GauganConfig& config,
                         const AuthorsTensors& tensors,
                         const CheckpointChoices& choices) {
    config.style = tensors.size("fc.weight", 1);
    const int64_t cells = tensors.size("fc.weight", 0) / (16 * config.base);
    const auto side = static_cast<int64_t>(std::llround(std::sqrt(static_cast<double>(cells))));
    config.height = choices.height.value_or(side << config.halvings);
    config.width = choices.width.value_or(side << config.halvings);
    if ((config.height >> config.halvings) * (config.width >> config.halvings) != cells) {
        throw std::runtime_error("it draws from a style at one size, of " + std::to_string(cells) +
                                 " cells of " + std::to_string(int64_t{1} << config.halvings) +
                                 " pixels a side, and " + std::to_string(config.width) + " x " +
                                 std::to_string(config.height) + " is not of so many");
    }
}

class AuthorsGaugan final : public AuthorsArchitecture {
public:
    std::string mark() const override { return kFirstNorm + "mlp_shared.0.weight"; }
    std::string title() const override { return "GauGAN"; }

    int64_t channels(const AuthorsTensors& tensors) const override {
        return tensors.size(mark(), 1);
    }

    NetworkConfig config(const AuthorsTensors& tensors,
                         const CheckpointChoices& choices) const override {
        GauganConfig config = trunk_config(tensors, choices);
        if (tensors.dimensions("fc.weight") == 2) {
            measure_style_input(config, tensors, choices);
        }
        return config;
    }

    at::Tensor take(const std::string& name,
                    const NetworkConfig&,
                    AuthorsTensors& tensors) const override {
        return tensors.take(translated(name, spade_stages("trunk.")));
    }
};

}  // namespace

Renames trunk_renames(const std::string& ours) {
    Renames renames{{"input.", "fc."},
                    {ours + "head.", "head_0."},
                    {ours + "middle.0.", "G_middle_0."},
                    {ours + "middle.1.", "G_middle_1."},
                    {ours + "image.", "conv_img."}};
    for (const char* stage : {"0", "1", "2", "3", "4"}) {
        renames.emplace_back(ours + "stage." + stage + ".", std::string("up_") + stage + ".");
    }
    return renames;
}

Renames block_renames(const std::string& norm) {
    return {{"norm.0.", norm + "_0."},
            {"norm.1.", norm + "_1."},
            {"shortcut_norm.", norm + "_s."},
            {"conv.0.", "conv_0."},
            {"conv.1.", "conv_1."},
            {"shortcut.", "conv_s."}};
}

std::vector<Renames> spade_stages(const std::string& ours) {
    return {trunk_renames(ours),
            block_renames("norm"),
            {{"shared.", "mlp_shared.0."},
             {"gamma.", "mlp_gamma."},
             {"beta.", "mlp_beta."},
             {"norm.", "param_free_norm."}}};
}

GauganConfig trunk_config(const AuthorsTensors& tensors, const CheckpointChoices& choices) {
    GauganConfig config;
    const bool most = tensors.has("up_4.conv_0.weight");
    config.semantic = tensors.size(kFirstNorm + "mlp_shared.0.weight", 1);
    config.hidden = tensors.size(kFirstNorm + "mlp_shared.0.weight", 0);
    config.base = tensors.size("conv_img.weight", 1) * (most ? 2 : 1);
    config.halvings = choices.halvings.value_or(most ? 7 : 5);
    config.statistics =
        tensors.has(kFirstNorm + "param_free_norm.running_mean") ? "batch" : "instance";
    for (const int64_t classes : choices.class_counts) {
        if (classes <= config.semantic && config.semantic - classes <= 2) {
            divide_map(config, classes, choices);
            return config;
        }
    }
    throw std::runtime_error("its map has " + std::to_string(config.semantic) +
                             " channels, which are not the palette's classes and up to two more");
}

const AuthorsArchitecture& authors_gaugan() {
    static const AuthorsGaugan gaugan;
    return gaugan;
}

}  // namespace tessera
