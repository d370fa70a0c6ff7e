// LPIPS against the package that defines it, with made-up weights.
#include "model/metrics/lpips.h"

#include "tests/model/check.h"
#include "tests/model/made_up.h"
#include "tests/model/places.h"
#include "tests/model/scratch_folder.h"

using namespace tessera;
using namespace tessera::test;

namespace {

NamedTensors linear_weights(const std::vector<int64_t>& channels, const std::string& ending) {
    NamedTensors tensors;
    for (size_t level = 0; level < channels.size(); ++level) {
        tensors["lin" + std::to_string(level) + ending] =
            made_up({1, channels[level], 1, 1}, 90 + static_cast<double>(level)).abs();
    }
    return tensors;
}

const std::vector<int64_t> kAlexnet{64, 192, 384, 256, 256};
const std::vector<int64_t> kVgg{64, 128, 256, 512, 512};

void check_lpips(const std::string& network,
                 const NamedTensors& linear,
                 const std::vector<float>& expected) {
    const ScratchFolder folder;
    save(folder / "network.safetensors", made_up_network(network));
    save(folder / "linear.safetensors", linear);
    const metrics::Lpips lpips(folder / "network.safetensors", folder / "linear.safetensors");
    EXPECT(lpips.network() == network);
    const at::Tensor a = made_up({2, 3, 64, 72}, 81), c = made_up({2, 3, 64, 72}, 82);
    const at::Tensor b = a * 0.8 + c * 0.2;
    EXPECT_CLOSE(lpips(b, a), torch::tensor(expected), 1e-4);
    EXPECT(lpips(a, a).abs().max().item<double>() == 0);
}

}  // namespace

TEST(LpipsByAlexNetIsThePackages) {
    check_lpips(
        "alexnet", linear_weights(kAlexnet, ".model.1.weight"), {0.0550916567F, 0.0549236983F});
}

TEST(LpipsByVgg16IsThePackages) {
    check_lpips("vgg16", linear_weights(kVgg, ".weight"), {0.050932996F, 0.0518017933F});
}

TEST(OfOtherNetworksThereIsNoLpips) {
    const ScratchFolder folder;
    save(folder / "linear.safetensors", linear_weights(kVgg, ".weight"));
    EXPECT_THROWS(metrics::Lpips(resource_file("features/efficientnet-lite2.safetensors"),
                                 folder / "linear.safetensors"),
                  "holds efficientnet-lite2; LPIPS is AlexNet's or VGG-16's");
    save(folder / "network.safetensors", made_up_network("alexnet"));
    EXPECT_THROWS(metrics::Lpips(folder / "network.safetensors", folder / "linear.safetensors"),
                  "lin1.weight weighs 128 channels, alexnet has 192 there");
    save(folder / "linear.safetensors", {{"lin0.weight", torch::zeros({1, 64, 1, 1})}});
    EXPECT_THROWS(metrics::Lpips(folder / "network.safetensors", folder / "linear.safetensors"),
                  "no tensor lin1.model.1.weight");
}
