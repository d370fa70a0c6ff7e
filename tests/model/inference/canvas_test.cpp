// Bytes out of pictures, styles out of seeds, costs out of configs.
#include "model/inference/canvas.h"

#include <limits>

#include "model/inference/engine.h"
#include "tests/model/check.h"

namespace tessera {
namespace {

TEST(RoundsToBytes) {
    const at::Tensor image = torch::tensor({-3.0f, -1.0f, -0.9975f, 0.0f, 1.0f, 7.0f})
                                 .view({1, 1, 2, 3})
                                 .expand({1, 3, 2, 3});
    const std::vector<uint8_t> rgb = to_rgb(image, 2, 3);
    const std::vector<uint8_t> expected = {0, 0, 0, 128, 255, 255};
    for (size_t i = 0; i < expected.size(); ++i) {
        EXPECT(rgb[3 * i] == expected[i] && rgb[3 * i + 2] == expected[i]);
    }
}

TEST(ReadsAnyLayout) {
    const at::Tensor planar = torch::rand({1, 3, 9, 7}) * 2 - 1;
    const at::Tensor interleaved = planar.contiguous(at::MemoryFormat::ChannelsLast);
    EXPECT(to_rgb(planar, 8, 5) == to_rgb(interleaved, 8, 5));
    EXPECT(to_rgb(planar, 8, 5) ==
           to_rgb(planar.narrow(2, 0, 8).narrow(3, 0, 5).contiguous(), 8, 5));
}

TEST(RefusesWhatIsNotFinite) {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity()}) {
        at::Tensor image = torch::zeros({1, 3, 40, 4});
        image[0][1][33][2] = bad;
        EXPECT_THROWS(to_rgb(image, 40, 4), "non-finite");
        EXPECT(to_rgb(image, 33, 4).size() == 33 * 4 * 3);  // outside the picture
    }
}

TEST(FindsTheCanvas) {
    LgganConfig config;
    config.downs = 3;
    EXPECT(canvas_side(config, 256) == 256);
    EXPECT(canvas_side(config, 257) == 264);
    EXPECT(canvas_side(config, 1) >= config.min_side());
    EXPECT(canvas_side(config, 1) % 8 == 0);
}

TEST(DrawsStylesFromTheStandardNormal) {
    EXPECT(style_from_seed(3, 16) == style_from_seed(3, 16));
    EXPECT(style_from_seed(3, 16) != style_from_seed(4, 16));
    const std::vector<float> longer = style_from_seed(3, 20);
    EXPECT(std::vector<float>(longer.begin(), longer.begin() + 16) == style_from_seed(3, 16));
    EXPECT(style_from_seed(0, 0).empty());
    const at::Tensor many = torch::tensor(style_from_seed(1, 20000)).to(at::kDouble);
    EXPECT(std::abs(many.mean().item<double>()) < 0.03);
    EXPECT(std::abs(many.std().item<double>() - 1) < 0.03);
    EXPECT(many.abs().max().item<double>() < 6);
}

// A saved painting must find its style again on every machine, so these numbers never change.
TEST(StylesNeverChange) {
    const at::Tensor expected = torch::tensor({0.0470750f, -1.1645944f, -0.7358192f, 2.0950168f});
    EXPECT_CLOSE(torch::tensor(style_from_seed(2026, 4)), expected, 1e-6);
}

TEST(CountsMultiplications) {
    LgganConfig config;
    config.classes = 5;
    config.base = 4;
    config.cap = 8;
    config.downs = 1;
    config.blocks = 1;
    config.sau_compressed = 2;
    config.sau_kernel = 3;
    config.head_kernel = 3;
    const int64_t full = 16 * 16;
    const int64_t half = 8 * 8;
    const int64_t stem = full * 9 * 4;
    const int64_t encoder = half * 9 * 4 * 8 + 2 * half * 9 * 8 * 8;
    const int64_t sau = half * (8 * 2 + 9 * 2 * 36) + full * 9 * 8;
    const int64_t decoder = sau + full * 9 * 8 * 4;
    const int64_t global = full * (9 * 4 * 4 + 9 * 4 * 3);
    const int64_t local = full * 9 * 4 * 3;
    const int64_t weights = full * (9 * 4 * 2 + 2 * 2);
    EXPECT(render_cost(config, 16, 16) == stem + encoder + decoder + global + local + weights);
    EXPECT(render_cost(config, 15, 16) == render_cost(config, 16, 16));
    config.classes = 500;
    EXPECT(render_cost(config, 16, 16) == stem + encoder + decoder + global + local + weights);
}

}  // namespace
}  // namespace tessera
