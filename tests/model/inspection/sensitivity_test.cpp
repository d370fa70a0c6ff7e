// Gradients with regard to labels: the modules' picture, and finite differences of it.
#include "model/inspection/sensitivity.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>
#include <torch/utils.h>

#include "model/inspection/soft_generator.h"
#include "tests/model/check.h"
#include "tests/model/inspection/small_insides.h"
#include "tests/model/networks/lggan_cases.h"

namespace tessera {
namespace {

/// Labels B,H,W as shares 1,N,H,W; void has none.
at::Tensor as_shares(const at::Tensor& labels, int64_t classes) {
    const at::Tensor all = at::arange(classes, labels.options()).view({1, classes, 1, 1});
    return labels.unsqueeze(1).eq(all).to(at::kDouble);
}

struct Case {
    Lggan generator{nullptr};
    LgganInput input;
    at::Tensor shares;
};

/// A fixture's generator and first picture in float64, with some void. No parameter at its starting
/// value, where tables of all classes are alike.
Case open(const std::string& name, const LgganConfig& config) {
    const test::Fixture stored = test::fixture(name);
    Case opened{test::lggan(config, stored), test::lggan_input(stored), {}};
    opened.generator->to(at::kDouble);
    for (at::Tensor& parameter : opened.generator->parameters()) {
        parameter.set_requires_grad(false);
        parameter.add_(at::randn_like(parameter), 0.05);
    }
    LgganInput& input = opened.input;
    input.labels = input.labels.slice(0, 0, 1).clone();
    input.labels.slice(1, 3, 6).slice(2, 2, 9).fill_(-1);
    for (at::Tensor* given : {&input.image, &input.z}) {
        if (given->defined()) {
            *given = given->slice(0, 0, 1).to(at::kDouble);
        }
    }
    opened.shares = as_shares(input.labels, config.classes);
    return opened;
}

std::map<std::string, LgganConfig> cases() {
    std::map<std::string, LgganConfig> all = test::lggan_cases();
    all.erase("lggan-many-classes");  // another name for what lggan-shared-sau has
    return all;
}

TEST(OneHotSharesDrawTheModulesPicture) {
    torch::manual_seed(1);
    for (const auto& [name, config] : cases()) {
        Case one = open(name, config);
        const at::Tensor image = one.generator->forward(one.input).image[0];
        const int64_t height = image.size(1), width = image.size(2);
        const SoftGenerator soft(one.generator);
        for (const auto& [y, x] :
             {std::pair<int64_t, int64_t>{0, 0}, {height / 2, 5}, {height - 1, width - 1}}) {
            EXPECT_CLOSE(
                soft.pixel(one.shares, one.input, y, x), image.select(1, y).select(1, x), 1e-9);
        }
    }
}

TEST(GradientsAreFiniteDifferences) {
    torch::manual_seed(2);
    for (const auto& [name, config] : cases()) {
        const Case one = open(name, config);
        const SoftGenerator soft(one.generator);
        const at::Tensor shares = one.shares.clone().set_requires_grad(true);
        const at::Tensor colour = soft.pixel(shares, one.input, 7, 6)[1];
        const at::Tensor gradient = config.label_input || config.norm != "instance" || config.local
                                        ? torch::autograd::grad({colour}, {shares})[0]
                                        : at::zeros_like(shares);
        constexpr double step = 1e-8;  // few ReLUs turn on the way
        for (int repeat = 0; repeat < 3; ++repeat) {
            const at::Tensor way = at::randn_like(one.shares);
            const at::NoGradGuard no_grad;
            const at::Tensor ahead = soft.pixel(one.shares + step * way, one.input, 7, 6)[1];
            const at::Tensor behind = soft.pixel(one.shares - step * way, one.input, 7, 6)[1];
            EXPECT_CLOSE((gradient * way).sum(), (ahead - behind) / (2 * step), 1e-4);
        }
    }
}

/// g_n(q) of all colours by stepping from one-hot shares, in float64: 3.
at::Tensor stepped(const SoftGenerator& soft,
                   const at::Tensor& shares,
                   const LgganInput& input,
                   at::IntArrayRef where,
                   std::pair<int64_t, int64_t> pixel) {
    constexpr double step = 1e-6;
    at::Tensor more = shares.clone(), less = shares.clone();
    // Beyond the picture its last row and column are repeated.
    const auto from = [&](int64_t dim, int64_t last) {
        const int64_t at = where[static_cast<size_t>(dim - 1)];
        return std::pair(at, at == last ? shares.size(dim) : at + 1);
    };
    const auto [top, bottom] = from(2, 29);
    const auto [left, right] = from(3, 26);
    for (const auto& [one, sign] : {std::pair(more, 1.0), {less, -1.0}}) {
        one[0][where[0]].slice(0, top, bottom).slice(1, left, right) += sign * step;
    }
    const at::NoGradGuard no_grad;
    return (soft.pixel(more, input, pixel.first, pixel.second) -
            soft.pixel(less, input, pixel.first, pixel.second)) /
           (2 * step) / 2;  // intensity is half of the colour's range
}

TEST(SensitivityIsTheLargestStepByRepainting) {
    torch::manual_seed(3);
    const auto engine = test::small_engine(test::tiny_config());
    for (at::Tensor& parameter : engine->generator()->parameters()) {
        parameter.add_(at::randn_like(parameter), 0.1);
    }
    const auto insides = test::insides_of(engine, 30, 27);  // on a canvas of 32 x 28
    const Sensitivity found = sensitivity(*insides, 11, 13);
    EXPECT(found.repaint.size() == 30 * 27 && found.of_class.size() == 3);

    Lggan wide(test::tiny_config());
    wide->to(at::kDouble);
    const at::NoGradGuard no_grad;
    for (auto& item : wide->named_parameters()) {
        item.value().copy_(engine->generator()->named_parameters()[item.key()]);
    }
    const SoftGenerator soft(wide);
    const std::vector<int64_t> labels(insides->request.labels.begin(),
                                      insides->request.labels.end());
    const at::Tensor canvas =
        at::replication_pad2d(as_shares(torch::tensor(labels).view({1, 30, 27}), 3), {0, 1, 0, 2});
    for (const auto& [y, x] : {std::pair<int64_t, int64_t>{11, 13}, {10, 12}, {3, 20}, {29, 26}}) {
        const int64_t own = insides->label(y, x);
        double largest = 0;
        for (int64_t other = 0; other < 3; ++other) {
            const at::Tensor apart = stepped(soft, canvas, {}, {other, y, x}, {11, 13}) -
                                     stepped(soft, canvas, {}, {own, y, x}, {11, 13});
            largest = std::max(largest, apart.abs().mean().item<double>());
        }
        EXPECT(largest > 0);
        EXPECT_CLOSE(torch::tensor(found.repaint[static_cast<size_t>(y * 27 + x)]),
                     torch::tensor(static_cast<float>(largest)),
                     2e-3);
    }
}

TEST(SensitivityEndsWhenUnwanted) {
    const auto insides = test::insides_of(test::tiny_config(), 32);
    std::atomic<bool> cancelled = true;
    bool ended = false;
    try {
        sensitivity(*insides, 1, 1, &cancelled);
    } catch (const Cancelled&) {
        ended = true;
    }
    EXPECT(ended);
    EXPECT_THROWS(sensitivity(*insides, 32, 0), "outside the picture");
}

TEST(TheWayBackEndsWhenUnwanted) {
    Case one = open("lggan-shared-sau", test::lggan_cases().at("lggan-shared-sau"));
    std::atomic<bool> cancelled = false;
    one.input.cancelled = &cancelled;
    const at::Tensor shares = one.shares.clone().set_requires_grad(true);
    const at::Tensor colours = SoftGenerator(one.generator).pixel(shares, one.input, 4, 4);
    cancelled = true;
    EXPECT_THROWS(torch::autograd::grad({colours[0]}, {shares}), "cancelled");
}

}  // namespace
}  // namespace tessera
