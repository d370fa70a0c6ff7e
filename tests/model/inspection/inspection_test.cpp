// Kernels, traces, purity and muting against what equations and hands compute.
#include <torch/types.h>

#include <cmath>

#include "model/inspection/drawings.h"
#include "model/inspection/features.h"
#include "model/inspection/purity.h"
#include "model/kernels/safu/safu.h"
#include "tests/model/check.h"
#include "tests/model/inference/tiny_model.h"

namespace tessera {
namespace {

std::shared_ptr<const Insides> insides_of(const LgganConfig& config, int64_t side) {
    RenderRequest request;
    request.height = request.width = side;
    for (int64_t i = 0; i < side * side; ++i) {
        request.labels.push_back(static_cast<uint16_t>((i / side / 5 + i % side / 4) % 3));
    }
    request.keep = Keep::everything();
    return render_insides(Engine::random(config, 5, {Device::cpu, Precision::float32, 0}), request);
}

at::Tensor tensor_of(const Array& array) {
    return torch::tensor(array.values).view(array.shape);
}

TEST(KernelsSumToOne) {
    const auto insides = insides_of(test::tiny_config(), 32);
    const at::Tensor sum = tensor_of(insides->array("kernels.2", Part::kernels)).sum(0);
    EXPECT_CLOSE(sum, at::ones_like(sum), 1e-5);
}

TEST(ATraceIsTheDecoderWithoutItsConvolutions) {
    const auto insides = insides_of(test::tiny_config(), 32);
    const Reassembly reassembly(*insides, "");
    const at::Tensor bottleneck = torch::randn({1, 1, 8, 8});
    at::Tensor f = bottleneck;
    for (const char* name : {"kernels.1", "kernels.2"}) {
        f = kernels::safu_reference(
            f, tensor_of(insides->array(name, Part::kernels)).unsqueeze(0), 2);
    }
    for (const auto& [y, x] : {std::pair{0, 0}, {13, 22}, {31, 5}}) {
        const Array map = reassembly.trace(Doubling::sau, y, x).back();
        EXPECT_CLOSE((tensor_of(map) * bottleneck[0][0]).sum(), f[0][0][y][x], 1e-4);
    }
}

TEST(PurityOfAHandMadeKernel) {
    LgganConfig config = test::tiny_config();
    Insides insides;
    insides.engine = Engine::random(config, 1, {Device::cpu, Precision::float32, 0});
    insides.request.labels.assign(64, 0);
    for (size_t i = 0; i < 64; ++i) {
        insides.request.labels[i] = i % 8 < 3 ? 1 : 0;  // the second cell of two is half of it
    }
    insides.picture.height = insides.picture.width = 8;
    const CellLabels cells(insides, 2);
    const std::vector<Tap> taps{{0, 0, 0.5f}, {0, 1, 0.25f}, {0, 2, 0.125f}, {0, -1, 0.125f}};
    EXPECT_CLOSE(torch::tensor(purity(taps, cells, 1)), torch::tensor(0.625), 1e-6);
    EXPECT_CLOSE(torch::tensor(purity(taps, cells, 0)), torch::tensor(0.25), 1e-6);
    EXPECT_CLOSE(torch::tensor(entropy(taps)), torch::tensor(1.75), 1e-6);
}

TEST(PurityOfEveryCellIsItsKernels) {
    RenderRequest request;
    request.height = request.width = 48;
    for (int64_t i = 0; i < 48 * 48; ++i) {
        request.labels.push_back(i % 48 < 21 ? 0 : i < 30 * 48 ? 1 : 0xffff);
    }
    request.keep.kernels = true;
    const auto insides = render_insides(
        Engine::random(test::tiny_config(), 5, {Device::cpu, Precision::float32, 0}), request);
    const Reassembly reassembly(*insides, "");
    for (int64_t index = 0; index < 2; ++index) {
        const LevelPurity level(*insides, reassembly, index);
        for (const Doubling how : kDoublings) {
            const Array map = level.map(how);
            double sum = 0;
            for (int64_t i = 0; i < map.size(); ++i) {
                const int64_t y = i / map.shape[1], x = i % map.shape[1];
                std::vector<Tap> taps;
                reassembly.level(index).taps(how, y, x, taps);
                const uint16_t channel = level.targets().majority(y, x);
                const float value = map.values[static_cast<size_t>(i)];
                EXPECT(std::isnan(value) == (channel == CellLabels::kNone));
                if (!std::isnan(value)) {
                    EXPECT(std::abs(static_cast<double>(value) -
                                    purity(taps, level.sources(), channel)) < 1e-6);
                    sum += static_cast<double>(value);
                }
            }
            const std::vector<PuritySums> classes = level.by_class();
            const auto at = static_cast<size_t>(how);
            EXPECT(std::abs(classes[0].everywhere[at] + classes[1].everywhere[at] - sum) < 1e-3);
        }
    }
}

TEST(MutingIsTheReferenceWithThatOutputZero) {
    const auto insides = insides_of(test::tiny_config(), 32);
    at::Tensor outputs = tensor_of(insides->array("per_class", Part::class_outputs));
    outputs[1].zero_();
    const at::Tensor weights = tensor_of(insides->array("weights", Part::weights));
    const at::Tensor expected = weights[0] * outputs.sum(0) +
                                weights[1] * tensor_of(insides->array("global", Part::branches));
    const Planes muted = without_classes(*insides, {1, 1});
    EXPECT_CLOSE(torch::tensor(muted).view_as(expected), expected, 1e-4);
    LgganConfig global_only = test::tiny_config();
    global_only.local = false;
    EXPECT_THROWS(without_classes(*insides_of(global_only, 32), {1}), "no local branch");
}

}  // namespace
}  // namespace tessera
