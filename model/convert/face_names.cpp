// SEAN and MaskGAN, which draw faces.
#include <stdexcept>

#include "model/convert/architectures.h"

namespace tessera {
namespace {

class AuthorsSean final : public AuthorsArchitecture {
public:
    std::string mark() const override { return "head_0.ace_0.Spade.mlp_shared.0.weight"; }
    std::string title() const override { return "SEAN"; }

    int64_t channels(const AuthorsTensors& tensors) const override {
        return tensors.size(mark(), 1);
    }

    NetworkConfig config(const AuthorsTensors& tensors,
                         const CheckpointChoices& choices) const override {
        SeanConfig config;
        config.semantic = tensors.size(mark(), 1);
        config.hidden = tensors.size(mark(), 0);
        config.base = tensors.size("conv_img.weight", 1);
        config.style = tensors.size("Zencoder.model.14.weight", 0);
        config.halvings = choices.halvings.value_or(5);
        return config;
    }

    at::Tensor take(const std::string& name,
                    const NetworkConfig& config,
                    AuthorsTensors& tensors) const override {
        return tensors.take(translated(name, stages(std::get<SeanConfig>(config))));
    }

private:
    static std::vector<Renames> stages(const SeanConfig& config) {
        Renames outer = trunk_renames("");
        const Renames encoder{{"style_encoder.stem.", "Zencoder.model.1."},
                              {"style_encoder.down.0.", "Zencoder.model.4."},
                              {"style_encoder.down.1.", "Zencoder.model.7."},
                              {"style_encoder.up.", "Zencoder.model.10."},
                              {"style_encoder.code.", "Zencoder.model.14."}};
        outer.insert(outer.end(), encoder.begin(), encoder.end());
        Renames norm{{"blend_gamma", "blending_gamma"},
                     {"blend_beta", "blending_beta"},
                     {"noise_strength", "noise_var"},
                     {"shared.", "Spade.mlp_shared.0."},
                     {"spade_gamma.", "Spade.mlp_gamma."},
                     {"spade_beta.", "Spade.mlp_beta."},
                     {"style_gamma.", "conv_gamma."},
                     {"style_beta.", "conv_beta."},
                     {"norm.", "param_free_norm."}};
        for (int64_t i = 0; i < config.semantic; ++i) {
            norm.emplace_back("region." + std::to_string(i) + ".",
                              "fc_mu" + std::to_string(i) + ".");
        }
        return {outer, block_renames("ace"), norm};
    }
};

/// One row of layers, numbered with their paddings, norms and activations.
class AuthorsMaskgan final : public AuthorsArchitecture {
public:
    std::string mark() const override { return "enc_label.model.0.conv.weight"; }
    std::string title() const override { return "MaskGAN"; }

    int64_t channels(const AuthorsTensors& tensors) const override {
        return tensors.size(mark(), 1);
    }

    NetworkConfig config(const AuthorsTensors& tensors, const CheckpointChoices&) const override {
        MaskganConfig config;
        config.semantic = tensors.size("model.1.weight", 1);
        config.base = tensors.size("model.1.weight", 0);
        const auto is_block = [&](int64_t layer) {
            return tensors.has("model." + std::to_string(layer) + ".conv_block.0.conv.weight");
        };
        config.downs = 0;
        while (tensors.has("model." + std::to_string(4 + 3 * config.downs) + ".weight") &&
               !is_block(4 + 3 * config.downs)) {
            ++config.downs;
        }
        config.blocks = 0;
        while (is_block(4 + 3 * config.downs + config.blocks)) {
            ++config.blocks;
        }
        return config;
    }

    at::Tensor take(const std::string& name,
                    const NetworkConfig& config,
                    AuthorsTensors& tensors) const override {
        return tensors.take(translated(name, {renames(std::get<MaskganConfig>(config))}));
    }

private:
    static Renames renames(const MaskganConfig& config) {
        const auto layer = [](int64_t index) { return "model." + std::to_string(index) + "."; };
        const auto at = [](const std::string& list, int64_t index) {
            return list + "." + std::to_string(index) + ".";
        };
        const int64_t first_block = 4 + 3 * config.downs;
        const int64_t first_up = first_block + config.blocks;
        Renames all{{"stem.conv.", layer(1)},
                    {"image.conv.", layer(first_up + 3 * config.downs + 1)},
                    {"style.out.", "enc_style.model_last.1."}};
        for (int64_t i = 0; i < config.downs; ++i) {
            all.emplace_back(at("down", i), layer(4 + 3 * i));
            all.emplace_back(at("conv", i), layer(first_up + 3 * i));
        }
        for (int64_t i = 0; i < config.blocks; ++i) {
            all.emplace_back(at("block", i) + "0.", layer(first_block + i) + "conv_block.0.");
            all.emplace_back(at("block", i) + "1.", layer(first_block + i) + "conv_block.1.");
        }
        for (int64_t i = 0; i < 3; ++i) {
            all.emplace_back(at("style.early", i), at("enc_style.model", i));
            all.emplace_back(at("style.late", i), at("enc_style.model_middle", i));
            all.emplace_back(at("mask.early", i), at("enc_label.model", i));
            all.emplace_back(at("mask.late", i), at("enc_label.model_last", i + 1));
        }
        add_transform(all, "style.first.", "enc_style.sft1.");
        add_transform(all, "style.second.", "enc_style.sft2.");
        return all;
    }

    static void add_transform(Renames& all, const std::string& ours, const std::string& theirs) {
        for (const char* what : {"scale", "shift"}) {
            all.emplace_back(ours + what + ".0.", theirs + "SFT_" + what + "_conv1.");
            all.emplace_back(ours + what + ".1.", theirs + "SFT_" + what + "_conv2.");
        }
    }
};

}  // namespace

const AuthorsArchitecture& authors_sean() {
    static const AuthorsSean sean;
    return sean;
}

const AuthorsArchitecture& authors_maskgan() {
    static const AuthorsMaskgan maskgan;
    return maskgan;
}

}  // namespace tessera
