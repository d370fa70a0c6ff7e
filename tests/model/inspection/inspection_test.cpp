// Kernels, traces and purity against what equations and hands compute.
#include <cmath>

#include "model/inspection/purity.h"
#include "model/kernels/safu/safu.h"
#include "tests/model/check.h"
#include "tests/model/inspection/small_insides.h"

namespace tessera {
namespace {

using test::insides_of;
using test::tensor_of;

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

TEST(ATraceOfAFixedRuleIsThatRuleTwice) {
    const auto insides = insides_of(test::tiny_config(), 32);
    const Reassembly reassembly(*insides, "");
    const at::Tensor bottleneck = torch::randn({1, 1, 8, 8});
    const auto bilinear = [](const at::Tensor& f) {
        return at::upsample_bilinear2d(f, at::IntArrayRef{2 * f.size(2), 2 * f.size(3)}, false);
    };
    const auto bicubic = [](const at::Tensor& f) {
        return at::upsample_bicubic2d(f, at::IntArrayRef{2 * f.size(2), 2 * f.size(3)}, false);
    };
    const auto nearest = [](const at::Tensor& f) {
        return at::upsample_nearest2d(f, at::IntArrayRef{2 * f.size(2), 2 * f.size(3)});
    };
    const auto traced = [&](Doubling how, int64_t y, int64_t x) {
        return (tensor_of(reassembly.trace(how, y, x).back()) * bottleneck[0][0]).sum();
    };
    for (const auto& [y, x] : {std::pair{0, 0}, {13, 22}, {31, 5}}) {
        EXPECT_CLOSE(
            traced(Doubling::bilinear, y, x), bilinear(bilinear(bottleneck))[0][0][y][x], 1e-4);
        EXPECT_CLOSE(
            traced(Doubling::bicubic, y, x), bicubic(bicubic(bottleneck))[0][0][y][x], 1e-4);
        EXPECT_CLOSE(
            traced(Doubling::nearest, y, x), nearest(nearest(bottleneck))[0][0][y][x], 1e-4);
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
    const std::vector<CellLabels> pyramid = label_pyramid(*insides, reassembly);
    for (int64_t index = 0; index < 2; ++index) {
        const LevelPurity level(*insides, reassembly, pyramid, index);
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

/// The share of class on cells of 2^level pixels, by pooling: 1,1,h,w.
at::Tensor shares_of(const Insides& insides, uint16_t channel, int64_t cell) {
    std::vector<float> own;
    for (const uint16_t label : insides.request.labels) {
        own.push_back(label == channel ? 1.0f : 0.0f);
    }
    return at::avg_pool2d(tensor_of(own, {1, 1, insides.height(), insides.width()}), cell);
}

TEST(PurityMapsAreSharesReassembled) {
    const auto insides = insides_of(test::tiny_config(), 32);
    const Reassembly reassembly(*insides, "");
    const std::vector<CellLabels> pyramid = label_pyramid(*insides, reassembly);
    for (const int64_t index : {0, 1}) {
        const LevelPurity level(*insides, reassembly, pyramid, index);
        const int64_t cell = reassembly.target_cell(index);
        const at::Tensor kernels =
            tensor_of(insides->array("kernels." + std::to_string(index + 1), Part::kernels));
        std::vector<at::Tensor> targets, sau, uniform, bilinear, nearest;
        for (uint16_t channel = 0; channel < 3; ++channel) {
            const at::Tensor source = shares_of(*insides, channel, 2 * cell);
            const at::IntArrayRef doubled = kernels.sizes().slice(1);
            targets.push_back(shares_of(*insides, channel, cell)[0][0]);
            sau.push_back(kernels::safu_reference(source, kernels.unsqueeze(0), 2)[0][0]);
            uniform.push_back(kernels::safu_reference(
                source, at::full_like(kernels, 1.0 / 9).unsqueeze(0), 2)[0][0]);
            bilinear.push_back(at::upsample_bilinear2d(source, doubled, false)[0][0]);
            nearest.push_back(at::upsample_nearest2d(source, doubled)[0][0]);
        }
        const at::Tensor majority = at::stack(targets).argmax(0, true);
        const auto of_own_class = [&](const std::vector<at::Tensor>& all) {
            return at::stack(all).gather(0, majority)[0];
        };
        EXPECT_CLOSE(tensor_of(level.map(Doubling::sau)), of_own_class(sau), 1e-5);
        EXPECT_CLOSE(tensor_of(level.map(Doubling::uniform)), of_own_class(uniform), 1e-5);
        EXPECT_CLOSE(tensor_of(level.map(Doubling::bilinear)), of_own_class(bilinear), 1e-5);
        EXPECT_CLOSE(tensor_of(level.map(Doubling::nearest)), of_own_class(nearest), 1e-5);
        EXPECT_CLOSE(tensor_of(level.entropy_map()), -(kernels * kernels.log2()).sum(0), 1e-4);
    }
}

TEST(PuritySumsAreMapsByClass) {
    const auto insides = insides_of(test::tiny_config(), 32);
    const Reassembly reassembly(*insides, "");
    const std::vector<CellLabels> pyramid = label_pyramid(*insides, reassembly);
    const LevelPurity level(*insides, reassembly, pyramid, 1);
    const Array map = level.map(Doubling::sau), bits = level.entropy_map();
    std::vector<PuritySums> expected(3);
    for (int64_t y = 0; y < 32; ++y) {
        for (int64_t x = 0; x < 32; ++x) {
            const auto at = static_cast<size_t>(y * 32 + x);
            PuritySums& sum = expected[insides->label(y, x)];
            bool border = false;
            for (int64_t other = 0; other < 9; ++other) {
                const int64_t row = y + other / 3 - 1, column = x + other % 3 - 1;
                const bool inside = row >= 0 && row < 32 && column >= 0 && column < 32;
                border |= inside && insides->label(row, column) != insides->label(y, x);
            }
            const auto share = static_cast<double>(map.values[at]);
            sum.everywhere[0] += share;
            sum.at_borders[0] += border ? share : 0;
            sum.entropy += static_cast<double>(bits.values[at]);
            sum.border_cells += border ? 1 : 0;
            ++sum.cells;
        }
    }
    const std::vector<PuritySums> actual = level.by_class();
    for (size_t channel = 0; channel < 3; ++channel) {
        const PuritySums &mine = actual[channel], &hand = expected[channel];
        EXPECT(mine.cells == hand.cells && mine.border_cells == hand.border_cells);
        EXPECT(hand.border_cells > 0 && hand.border_cells < hand.cells);
        EXPECT_CLOSE(torch::tensor({mine.everywhere[0], mine.at_borders[0], mine.entropy}),
                     torch::tensor({hand.everywhere[0], hand.at_borders[0], hand.entropy}),
                     1e-5);
    }
}

}  // namespace
}  // namespace tessera
