// Classifiers that a user brings: AlexNet and VGG against torchvision's own answers, and
// TorchScript.
#include <torch/script.h>

#include "model/features/feature_network.h"
#include "tests/model/check.h"
#include "tests/model/convert/pickles.h"
#include "tests/model/convert/tiny_checkpoint.h"
#include "tests/model/made_up.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using namespace tessera::test;

namespace {

/// Over a picture whose short side is not 256. `expected`: the first four logits, by torchvision.
void check_classifier(const std::string& name, const std::vector<float>& expected) {
    const ScratchFolder folder;
    save(folder / "network.safetensors", made_up_network(name));
    const auto network = FeatureNetwork::open(folder / "network.safetensors");
    EXPECT(network->name() == name && network->classifies());
    const auto verdict = network->classify(made_up({1, 3, 290, 351}, 71));
    EXPECT((verdict.pooled.sizes() == at::IntArrayRef{1, 24}));
    EXPECT((verdict.logits.sizes() == at::IntArrayRef{1, 365}));
    EXPECT_CLOSE(verdict.logits[0].slice(0, 0, 4), torch::tensor(expected), 1e-4);
}

/// A module with a forward() of its own, saved.
std::filesystem::path script(const ScratchFolder& folder,
                             const torch::jit::Module& module,
                             const std::string& name = "script.pt") {
    module.save(folder / name);
    return folder / name;
}

torch::jit::Module scripted(const std::string& type, const std::string& body) {
    torch::jit::Module module(type);
    module.define("def forward(self, x):\n" + body);
    return module;
}

constexpr char kMeans[] = "  return x.mean(dim=[2, 3])\n";

/// With the layer that Inception-v3 ends in.
torch::jit::Module like_inception(int64_t classes) {
    torch::jit::Module module("Anything"), block("Block"), branch("Branch"), convolution("Conv");
    convolution.register_parameter("weight", torch::zeros({192, 2048, 1, 1}), false);
    branch.register_module("conv", convolution);
    block.register_module("branch_pool", branch);
    module.register_module("Mixed_7c", block);
    module.define("def forward(self, x):\n  return x.mean(dim=[2, 3]), x.new_zeros([x.size(0), " +
                  std::to_string(classes) + "])\n");
    return module;
}

}  // namespace

TEST(AlexNetAnswersAsTorchvisions) {
    check_classifier("alexnet", {3.17484355F, -2.14432335F, 0.643229127F, 1.81309664F});
}

TEST(Vgg16AnswersAsTorchvisions) {
    check_classifier("vgg16", {2.84352255F, 2.51875138F, 2.43765593F, 2.25569415F});
}

TEST(Vgg19AnswersAsTorchvisions) {
    check_classifier("vgg19", {1.46740091F, -3.43677807F, 3.0368073F, 0.677146018F});
}

TEST(LevelsNeedNoClassifier) {
    const ScratchFolder folder;
    NamedTensors tensors = made_up_network("vgg19");
    for (const char* behind : {"features.30", "features.34", "classifier.6"}) {
        tensors.erase(std::string(behind) + ".weight");
    }
    save(folder / "network.safetensors", tensors);
    const auto network = FeatureNetwork::open(folder / "network.safetensors");
    EXPECT(!network->classifies());
    EXPECT((network->channels() == std::vector<int64_t>{64, 128, 256, 512, 512}));
    EXPECT(network->levels(made_up({1, 3, 32, 32}, 1)).back().size(2) == 2);
    EXPECT_THROWS(network->classify(made_up({1, 3, 32, 32}, 1)), "without its classifier");
    tensors.erase("features.28.weight");
    save(folder / "cut.safetensors", tensors);
    EXPECT_THROWS(FeatureNetwork::open(folder / "cut.safetensors"), "4 of the five levels");
}

TEST(NamesOfParallelTrainingAreRead) {
    const ScratchFolder folder;
    NamedTensors wrapped;
    for (const auto& [name, tensor] : made_up_network("alexnet")) {
        const size_t dot = name.find('.');
        wrapped["state_dict." + name.substr(0, dot) + ".module" + name.substr(dot)] = tensor;
    }
    save(folder / "network.safetensors", wrapped);
    EXPECT(FeatureNetwork::open(folder / "network.safetensors")->name() == "alexnet");
}

TEST(PyTorchsOwnFilesAreReadWithoutBeingRun) {
    const ScratchFolder folder;
    write_zipped(folder / "network.pth", made_up_network("alexnet"));
    const auto network = FeatureNetwork::open(folder / "network.pth");
    EXPECT(network->name() == "alexnet" && network->classifies());
    write_evil_checkpoint(folder / "evil.pth");
    EXPECT_THROWS(FeatureNetwork::open(folder / "evil.pth"), "evil.pth: ");
}

TEST(TorchScriptGetsPicturesFromZeroToOne) {
    const ScratchFolder folder;
    const auto network = FeatureNetwork::open(script(folder, scripted("Means", kMeans)));
    EXPECT(network->name() == "Means (TorchScript, 3 classes)");
    EXPECT(network->classifies() && network->channels().empty());
    const auto verdict = network->classify(torch::full({2, 3, 8, 8}, -0.5F));
    EXPECT(!verdict.pooled.defined());
    EXPECT_CLOSE(verdict.logits, torch::full({2, 3}, 0.25F), 1e-6);
    EXPECT_THROWS(network->levels(torch::zeros({1, 3, 8, 8})), "no inner features");
}

TEST(TorchScriptMayGiveFeaturesBeforeLogits) {
    const ScratchFolder folder;
    const auto network = FeatureNetwork::open(
        script(folder, scripted("Two", "  return x.mean(dim=[2, 3]), x.amax(dim=[1, 2]), 1\n")));
    const auto verdict = network->classify(made_up({2, 3, 8, 9}, 5));
    EXPECT((verdict.pooled.sizes() == at::IntArrayRef{2, 3}));
    EXPECT((verdict.logits.sizes() == at::IntArrayRef{2, 9}));
}

TEST(OnlyInceptionsLayersAndClassesAreCalledInception) {
    const ScratchFolder folder;
    const auto name = [&](const torch::jit::Module& module) {
        return FeatureNetwork::open(script(folder, module))->name();
    };
    EXPECT(name(like_inception(1008)) == "inception-v3");
    EXPECT(name(like_inception(1000)) == "Anything (TorchScript, 1000 classes)");
    const std::string other = name(scripted("inception", kMeans));
    EXPECT(other == "inception (TorchScript, 3 classes)");
}

TEST(TorchScriptThatWontDoIsNamed) {
    const ScratchFolder folder;
    const auto whole = script(folder, scripted("Whole", "  return x\n"), "whole.pt");
    EXPECT_THROWS(FeatureNetwork::open(whole), "whole.pt: gives no logits");
    const auto wrong = script(folder, scripted("Wrong", "  return x.view([7])\n"), "wrong.pt");
    EXPECT_THROWS(FeatureNetwork::open(wrong), "wrong.pt: ");
    const std::string bytes = read_bytes(whole);
    write_bytes(folder / "cut.pt", bytes.substr(0, bytes.size() / 2));
    EXPECT_THROWS(FeatureNetwork::open(folder / "cut.pt"), "cut.pt: ");
}
