// Tables 9 and 12 as changes of options.
#include "model/training/study/variants.h"

#include <algorithm>
#include <stdexcept>

#include "model/networks/published/parameters.h"

namespace tessera {
namespace {

/// Each row adds to the one above it.
Study ablation() {
    // What no local generator can have is switched off with it, so that B1's options say what it
    // learns from.
    const std::pair<std::string, std::string> averaged{"network.fuse", "average"},
        added{"network.combine", "add"}, convolved{"network.combine", "conv"},
        not_told_apart{"network.classify", "false"}, without_class_loss{"class_loss", "0"};
    return {
        "ablation",
        "Ablation, after Table 9",
        "",
        "The paper's figures of Table 9 do not come with this program, so there is no column of "
        "them.",
        {{"B1",
          "global generator alone",
          {{"network.local", "false"}, averaged, not_told_apart, without_class_loss}},
         {"B2",
          "B1 + local generator, classes added up (Eq. 4), averaged with the global picture",
          {averaged, added, not_told_apart, without_class_loss}},
         {"B3",
          "B2 with classes joined by a convolution (Eq. 5)",
          {averaged, convolved, not_told_apart, without_class_loss}},
         {"B4",
          "B3 + class-discriminative loss (Eq. 6)",
          {averaged, convolved, {"network.classify", "true"}}},
         {"B5",
          "B4 + weight maps in the place of the average (Eq. 7, 8)",
          {{"network.fuse", "weights"}, convolved, {"network.classify", "true"}}}}};
}

/// What the paper counts of GauGAN with one way of upsampling, in millions.
std::optional<double> published_parameters(const std::string& upsampler) {
    for (const CountedNetwork& network : published_networks()) {
        if (network.name == std::string("GauGAN, ").append(upsampler)) {
            return network.published;
        }
    }
    return std::nullopt;
}

Study upsampling() {
    Study study{"upsampling",
                "Upsampling, after Table 12",
                "parameters of GauGAN with it, M, in the paper",
                "Of the paper's Table 12 only the parameter counts come with this program; they "
                "are GauGAN's, into which the paper puts each way of upsampling.",
                {}};
    const std::pair<const char*, const char*> kinds[] = {
        {"nearest", "nearest neighbour"},
        {"bilinear", "bilinear"},
        {"bicubic", "bicubic"},
        {"deconv", "transposed convolution"},
        {"pixel_shuffle", "pixel shuffle"},
        {"spatial_attention", "spatial attention, then nearest neighbour"},
        {"involution", "involution, then nearest neighbour"},
        {"sau", "semantic-aware upsampling"}};
    for (const auto& [kind, title] : kinds) {
        study.variants.push_back(
            {std::string("B").append(std::to_string(study.variants.size() + 1)),
             title,
             {{"network.upsampler", kind}},
             published_parameters(kind)});
    }
    return study;
}

}  // namespace

std::vector<std::string> study_names() {
    return {"ablation", "upsampling"};
}

Study study_named(const std::string& name) {
    if (name == "ablation") {
        return ablation();
    }
    if (name == "upsampling") {
        return upsampling();
    }
    throw std::runtime_error("there is no study " + name + ", only ablation and upsampling");
}

TrainingOptions options_of(const StudyVariant& variant, TrainingOptions options) {
    for (const auto& [name, value] : variant.changes) {
        set_option(options, name, value);
    }
    options.check();
    return options;
}

bool varies(const Study& study, const std::string& option) {
    return std::any_of(
        study.variants.begin(), study.variants.end(), [&](const StudyVariant& variant) {
            return std::any_of(variant.changes.begin(),
                               variant.changes.end(),
                               [&](const auto& change) { return change.first == option; });
        });
}

}  // namespace tessera
