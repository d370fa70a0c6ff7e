// What the authors' projects call the reference's tensors, written from their modules' order and
// attributes: a list of (theirs, ours) for each architecture.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tessera::test {

using NamePairs = std::vector<std::pair<std::string, std::string>>;

/// A layer's weight and bias.
inline void add_layer(NamePairs& names, const std::string& theirs, const std::string& ours) {
    names.emplace_back(theirs + ".weight", ours + ".weight");
    names.emplace_back(theirs + ".bias", ours + ".bias");
}

inline void add_statistics(NamePairs& names, const std::string& theirs, const std::string& ours) {
    for (const char* what : {"running_mean", "running_var"}) {
        names.emplace_back(theirs + "." + what, ours + "." + what);
    }
}

/// The blocks of GauGAN's trunk: theirs and ours.
inline NamePairs trunk_blocks(const std::string& ours) {
    NamePairs blocks{{"head_0", ours + "head"},
                     {"G_middle_0", ours + "middle.0"},
                     {"G_middle_1", ours + "middle.1"}};
    for (const char* i : {"0", "1", "2", "3", "4"}) {
        blocks.emplace_back(std::string("up_") + i, ours + "stage." + i);
    }
    return blocks;
}

inline NamePairs gaugan_names(const std::string& ours = "trunk.") {
    NamePairs names;
    add_layer(names, "fc", "input");
    add_layer(names, "conv_img", ours + "image");
    for (const auto& [block, own] : trunk_blocks(ours)) {
        add_layer(names, block + ".conv_0", own + ".conv.0");
        add_layer(names, block + ".conv_1", own + ".conv.1");
        add_layer(names, block + ".conv_s", own + ".shortcut");
        for (const auto& [norm, of] : NamePairs{{block + ".norm_0", own + ".norm.0"},
                                                {block + ".norm_1", own + ".norm.1"},
                                                {block + ".norm_s", own + ".shortcut_norm"}}) {
            add_layer(names, norm + ".mlp_shared.0", of + ".shared");
            add_layer(names, norm + ".mlp_gamma", of + ".gamma");
            add_layer(names, norm + ".mlp_beta", of + ".beta");
            add_statistics(names, norm + ".param_free_norm", of + ".norm");
        }
    }
    return names;
}

inline NamePairs sean_names(int regions) {
    NamePairs names;
    add_layer(names, "Zencoder.model.1", "style_encoder.stem");
    add_layer(names, "Zencoder.model.4", "style_encoder.down.0");
    add_layer(names, "Zencoder.model.7", "style_encoder.down.1");
    add_layer(names, "Zencoder.model.10", "style_encoder.up");
    add_layer(names, "Zencoder.model.14", "style_encoder.code");
    add_layer(names, "fc", "input");
    add_layer(names, "conv_img", "image");
    for (const auto& [block, own] : trunk_blocks("")) {
        add_layer(names, block + ".conv_0", own + ".conv.0");
        add_layer(names, block + ".conv_1", own + ".conv.1");
        add_layer(names, block + ".conv_s", own + ".shortcut");
        for (const auto& [ace, of] : NamePairs{{block + ".ace_0", own + ".norm.0"},
                                               {block + ".ace_1", own + ".norm.1"},
                                               {block + ".ace_s", own + ".shortcut_norm"}}) {
            names.emplace_back(ace + ".blending_gamma", of + ".blend_gamma");
            names.emplace_back(ace + ".blending_beta", of + ".blend_beta");
            names.emplace_back(ace + ".noise_var", of + ".noise_strength");
            add_layer(names, ace + ".Spade.mlp_shared.0", of + ".shared");
            add_layer(names, ace + ".Spade.mlp_gamma", of + ".spade_gamma");
            add_layer(names, ace + ".Spade.mlp_beta", of + ".spade_beta");
            add_layer(names, ace + ".conv_gamma", of + ".style_gamma");
            add_layer(names, ace + ".conv_beta", of + ".style_beta");
            add_statistics(names, ace + ".param_free_norm", of + ".norm");
            for (int i = 0; i < regions; ++i) {
                add_layer(
                    names, ace + ".fc_mu" + std::to_string(i), of + ".region." + std::to_string(i));
            }
        }
    }
    return names;
}

/// Of two halvings and two blocks: pad, conv, norm, relu; twice conv, norm, relu; the blocks; twice
/// conv, norm, relu; pad, conv, tanh.
inline NamePairs maskgan_names() {
    NamePairs names;
    add_layer(names, "model.1", "stem.conv");
    add_layer(names, "model.4", "down.0");
    add_layer(names, "model.7", "down.1");
    for (const auto& [layer, block] : NamePairs{{"model.10", "block.0"}, {"model.11", "block.1"}}) {
        add_layer(names, layer + ".conv_block.0.conv", block + ".0.conv");
        add_layer(names, layer + ".conv_block.1.conv", block + ".1.conv");
    }
    add_layer(names, "model.12", "conv.0");
    add_layer(names, "model.15", "conv.1");
    add_layer(names, "model.19", "image.conv");
    for (const auto& [encoder, last, own, first] :
         {std::tuple("enc_style", ".model_middle.", "style", 0),
          std::tuple("enc_label", ".model_last.", "mask", 1)}) {
        for (int i = 0; i < 3; ++i) {
            const std::string at = "." + std::to_string(i) + ".conv";
            add_layer(names, encoder + (".model" + at), own + (".early" + at));
            add_layer(names,
                      encoder + (last + std::to_string(i + first)) + ".conv",
                      own + (".late" + at));
        }
    }
    add_layer(names, "enc_style.model_last.1", "style.out");
    for (const auto& [theirs, own] : NamePairs{{"sft1", "first"}, {"sft2", "second"}}) {
        for (const char* what : {"scale", "shift"}) {
            const std::string conv = "enc_style." + theirs + ".SFT_" + what + "_conv";
            add_layer(names, conv + "1", "style." + own + "." + what + ".0");
            add_layer(names, conv + "2", "style." + own + "." + what + ".1");
        }
    }
    return names;
}

/// What LGGAN's two forms share; the classes' own convolutions aside.
inline NamePairs lggan_names(int blocks) {
    NamePairs names;
    add_layer(names, "conv1", "stem.conv");
    add_layer(names, "conv2", "down.0.conv");
    add_layer(names, "conv3", "down.1.conv");
    add_layer(names, "conv4", "deep.0.conv");
    add_layer(names, "conv5", "deep.1.conv");
    for (int i = 0; i < blocks; ++i) {
        const std::string block = "resnet_blocks" + std::to_string(i + 1);
        add_layer(names, block + ".conv1", "block." + std::to_string(i) + ".conv1");
        add_layer(names, block + ".conv2", "block." + std::to_string(i) + ".conv2");
    }
    for (const auto& [theirs, own] :
         NamePairs{{"local", "local"}, {"global", "global"}, {"attention", "weight"}}) {
        add_layer(names, "deconv3_" + theirs, "decoder." + own + ".conv.0.conv");
        add_layer(names, "deconv4_" + theirs, "decoder." + own + ".conv.1.conv");
    }
    add_layer(names, "deconv5_global", "global_image");
    add_layer(names, "deconv5_attention", "weight_map");
    add_layer(names, "deconv9", "local.combine");
    add_layer(names, "fc2", "local.classifier");
    return names;
}

}  // namespace tessera::test
