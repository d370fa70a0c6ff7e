// Checkpoints under their authors' names become model files that draw the reference's pictures.
#include "model/convert/checkpoint.h"

#include <torch/types.h>

#include "model/files/model_file.h"
#include "tests/model/convert/authors_names.h"
#include "tests/model/convert/pickles.h"
#include "tests/model/published_fixtures.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using namespace tessera::test;

namespace {

using Tensors = std::map<std::string, at::Tensor>;

/// A fixture's tensors by their authors' names; every name of theirs must be one, or be in
/// `pieces`.
Tensors renamed(const Tensors& ours, const NamePairs& names, const Tensors& pieces = {}) {
    Tensors theirs = pieces;
    Tensors left = ours;
    for (const auto& [name, own] : names) {
        if (const auto found = left.find(own); found != left.end()) {
            theirs[name] = found->second;
            left.erase(found);
        }
    }
    for (const auto& [name, tensor] : left) {
        const bool piece = name == "local.weight" || name == "local.bias" ||
                           name.find("num_batches_tracked") != std::string::npos;
        if (!piece) {
            throw std::runtime_error("the authors have no name for " + name);
        }
    }
    return theirs;
}

/// The classes' own convolutions, one by one from `first`, and `more` that nobody uses.
Tensors class_convolutions(const Tensors& ours, int64_t first, int64_t more) {
    Tensors pieces;
    const at::Tensor &weight = ours.at("local.weight"), &bias = ours.at("local.bias");
    for (int64_t i = 0; i < weight.size(0) + more; ++i) {
        const bool used = i < weight.size(0);
        const std::string name = "deconv5_" + std::to_string(first + i);
        pieces[name + ".weight"] = used ? weight[i].clone() : torch::randn_like(weight[0]);
        pieces[name + ".bias"] = used ? bias[i].clone() : torch::randn_like(bias[0]);
    }
    return pieces;
}

/// Spectral norm as PyTorch keeps it: weight_orig is sigma times the weight, for u and v that are
/// the pair of vectors that the largest singular value belongs to.
void undivide(Tensors& tensors, const std::string& name, bool keep_v) {
    const at::Tensor weight = tensors.at(name).to(at::kDouble);
    const at::Tensor original = weight * 3.25;
    const auto [u, s, v] = torch::linalg_svd(weight.flatten(1), false);
    const at::Tensor left = u.select(1, 0), right = v.select(0, 0);
    const double sigma = left.dot(original.flatten(1).mv(right)).item<double>();
    tensors.erase(name);
    // The reference's weights are not of norm 1, so that what is kept is their norm times more.
    tensors[name + "_orig"] = original.to(at::kFloat);
    tensors[name + "_u"] = left.to(at::kFloat);
    if (keep_v) {
        tensors[name + "_v"] = right.to(at::kFloat);
    }
    tensors["expected." + name] = (original / sigma).to(at::kFloat);
}

CheckpointChoices six_classes() {
    CheckpointChoices choices;
    choices.class_counts = {6};
    choices.edges = true;
    choices.dont_care = false;
    return choices;
}

ConvertedCheckpoint convert(const Tensors& tensors,
                            bool legacy = false,
                            const CheckpointChoices& choices = six_classes()) {
    const ScratchFolder folder;
    (legacy ? write_legacy
            : static_cast<void (*)(const std::filesystem::path&, const Tensors&)>(write_zipped))(
        folder / "net_G.pth", tensors);
    return AuthorsCheckpoint::open(folder / "net_G.pth").convert(choices);
}

/// The converted tensors are the fixture's, and so is the config but for what tests make smaller.
void expect_converted(const std::string& fixture,
                      const NamePairs& names,
                      const CheckpointChoices& choices = six_classes(),
                      const Tensors& pieces = {}) {
    const Tensors ours = published_fixture(fixture).group("param.");
    for (const bool legacy : {false, true}) {
        const ConvertedCheckpoint converted =
            convert(renamed(ours, names, pieces), legacy, choices);
        for (const auto& [name, tensor] : ours) {
            if (name.find("num_batches_tracked") == std::string::npos) {
                EXPECT(converted.tensors.at(name).equal(tensor));
            }
        }
        const ScratchFolder folder;
        ModelCard card;
        card.palette = "facades";
        write_converted(folder / "model.safetensors", converted, card, StoredType::float32);
        const ModelFile model = ModelFile::open(folder / "model.safetensors");
        EXPECT(model.config() == converted.config);
    }
}

}  // namespace

TEST(GauganComesFromItsAuthorsNames) {
    expect_converted("gaugan-nearest", gaugan_names());
    CheckpointChoices choices = six_classes();
    expect_converted("gaugan-most-instance", gaugan_names(), choices);
    choices.height = 64;
    choices.width = 128;
    expect_converted("gaugan-style", gaugan_names(), choices);
    const Tensors theirs =
        renamed(published_fixture("gaugan-style").group("param."), gaugan_names());
    EXPECT_THROWS(convert(theirs), "it draws from a style at one size, of 8 cells");
}

TEST(SeanComesFromItsAuthorsNames) {
    expect_converted("sean-nearest", sean_names(6));
}

TEST(MaskganComesFromItsAuthorsNames) {
    expect_converted("maskgan-transpose", maskgan_names());
}

TEST(LgganForSynthesisComesFromItsAuthorsNames) {
    NamePairs names = gaugan_names();
    const NamePairs branches = lggan_names(1);
    names.insert(names.end(), branches.begin(), branches.end());
    const Tensors ours = published_fixture("lggan-synthesis").group("param.");
    expect_converted("lggan-synthesis", names, six_classes(), class_convolutions(ours, 0, 0));
    const ConvertedCheckpoint converted =
        convert(renamed(ours, names, class_convolutions(ours, 0, 0)));
    EXPECT(converted.config == config_of_fixture("lggan-synthesis") ||
           std::get<LgganSynthesisConfig>(converted.config).local.cap == 16);
}

TEST(LgganForCrossViewLeavesItsSeventhClass) {
    const Tensors ours = fixture("lggan-transpose").group("param.");
    const Tensors theirs = renamed(ours, lggan_names(2), class_convolutions(ours, 1, 1));
    const ConvertedCheckpoint converted = convert(theirs);
    EXPECT(converted.unused == std::vector<std::string>({"deconv5_7.bias", "deconv5_7.weight"}));
    for (const auto& [name, tensor] : ours) {
        EXPECT(converted.tensors.at(name).equal(tensor));
    }
    const auto& config = std::get<LgganConfig>(converted.config);
    EXPECT(config.classes == 6 && config.image_channels == 6 && !config.label_input);
    EXPECT(config.blocks == 2 && config.decoder == "branches" && config.combine == "add");
    CheckpointChoices nine;
    nine.class_counts = {9};
    EXPECT_THROWS(convert(theirs, false, nine), "it has convolutions of 7 classes");
}

TEST(SpectralNormIsFoldedIn) {
    for (const bool keep_v : {true, false}) {
        Tensors theirs =
            renamed(published_fixture("gaugan-nearest").group("param."), gaugan_names());
        undivide(theirs, "up_1.conv_0.weight", keep_v);
        const at::Tensor expected = theirs.at("expected.up_1.conv_0.weight");
        theirs.erase("expected.up_1.conv_0.weight");
        const ConvertedCheckpoint converted = convert(theirs);
        EXPECT_CLOSE(converted.tensors.at("trunk.stage.1.conv.0.weight"), expected, 1e-5);
        EXPECT(converted.unused.empty());
    }
}

TEST(WhatStandsAroundTheGeneratorIsLeft) {
    Tensors theirs;
    for (const auto& [name, tensor] :
         renamed(published_fixture("maskgan-transpose").group("param."), maskgan_names())) {
        theirs["netG.module." + name] = tensor;
    }
    theirs["optG.state.0.exp_avg"] = torch::randn({3});
    theirs["netG.module.model.10.conv_block.0.norm.running_mean"] = torch::randn({16});
    const ConvertedCheckpoint converted = convert(theirs);
    EXPECT(converted.unused ==
           std::vector<std::string>(
               {"netG.module.model.10.conv_block.0.norm.running_mean", "optG.state.0.exp_avg"}));
}

TEST(SaysWhichTensorDoesNotFit) {
    const Tensors good =
        renamed(published_fixture("gaugan-nearest").group("param."), gaugan_names());
    const auto refused = [&](const std::function<void(Tensors&)>& spoil,
                             const std::string& reason) {
        Tensors bad = good;
        spoil(bad);
        EXPECT_THROWS(convert(bad), reason);
    };
    refused([](Tensors& t) { t.erase("up_2.norm_s.mlp_beta.bias"); },
            "net_G.pth: tensor up_2.norm_s.mlp_beta.bias is missing");
    refused(
        [](Tensors& t) {
            t["up_2.conv_0.weight"] = torch::zeros({4, 8, 5, 5});
        },
        "what becomes tensor trunk.stage.2.conv.0.weight is [4, 8, 5, 5], GauGAN of this size "
        "demands [4, 8, 3, 3]");
    refused([](Tensors& t) { t.erase("head_0.norm_0.mlp_shared.0.weight"); },
            "tensors are no generator of LGGAN, GauGAN, SEAN or MaskGAN; the first is "
            "G_middle_0.conv_0.bias");
    CheckpointChoices choices = six_classes();
    choices.class_counts = {12};
    EXPECT_THROWS(convert(good, false, choices), "its map has 7 channels");
    choices.class_counts = {6};
    choices.edges.reset();
    choices.dont_care.reset();
    EXPECT_THROWS(convert(good, false, choices),
                  "its map has 7 channels for 6 classes; say whether one is of instances' edges");
}
