// Distances of pictures, an equation each.
#include "model/metrics/distances.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace tessera::metrics {
namespace {

constexpr int64_t kReach = 5;
constexpr int64_t kWindow = 2 * kReach + 1;
constexpr double kDeviation = 1.5;
constexpr double kMostDecibels = 100;

at::Tensor unit_range(const at::Tensor& image) {
    return image.to(at::kFloat).clamp(-1, 1) * 0.5 + 0.5;
}

at::Tensor decibels(const at::Tensor& error) {
    return (-10 * error.log10()).clamp_max(kMostDecibels);
}

/// 3,1,11,11: the window for each of three channels.
at::Tensor gaussian_window(const at::TensorOptions& options) {
    const at::Tensor x = at::arange(kWindow, options) - kReach;
    at::Tensor line = (-x.square() / (2 * kDeviation * kDeviation)).exp();
    line = line / line.sum();
    return at::outer(line, line).expand({3, 1, kWindow, kWindow}).contiguous();
}

at::Tensor sharpness(const at::Tensor& image) {
    const at::Tensor x = unit_range(image);
    const int64_t h = x.size(2) - 1, w = x.size(3) - 1;
    const at::Tensor here = x.narrow(2, 1, h).narrow(3, 1, w);
    const at::Tensor above = x.narrow(2, 0, h).narrow(3, 1, w);
    const at::Tensor left = x.narrow(2, 1, h).narrow(3, 0, w);
    return (here - above).abs() + (here - left).abs();
}

at::Tensor unit_length(const at::Tensor& features) {
    const at::Tensor x = features.to(at::kFloat);
    return x / (x.square().sum(1, /*keepdim=*/true) + 1e-10).sqrt();
}

}  // namespace

at::Tensor l1(const at::Tensor& fake, const at::Tensor& real) {
    return (unit_range(fake) - unit_range(real)).abs().mean({1, 2, 3});
}

at::Tensor psnr(const at::Tensor& fake, const at::Tensor& real) {
    return decibels((unit_range(fake) - unit_range(real)).square().mean({1, 2, 3}));
}

at::Tensor ssim(const at::Tensor& fake, const at::Tensor& real) {
    TORCH_CHECK(std::min(fake.size(2), fake.size(3)) >= kWindow,
                "ssim: pictures are ",
                fake.sizes(),
                ", need sides of ",
                kWindow);
    constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
    // In double precision: the variance of a flat picture is a difference of equal numbers.
    const at::Tensor x = unit_range(fake).to(at::kDouble), y = unit_range(real).to(at::kDouble);
    const at::Tensor window = gaussian_window(x.options());
    const auto smooth = [&](const at::Tensor& t) {
        return at::conv2d(t, window, {}, 1, at::IntArrayRef{0}, 1, /*groups=*/3);
    };
    const at::Tensor mx = smooth(x), my = smooth(y);
    const at::Tensor vx = smooth(x.square()) - mx.square();
    const at::Tensor vy = smooth(y.square()) - my.square();
    const at::Tensor cov = smooth(x * y) - mx * my;
    const at::Tensor map =
        (2 * mx * my + c1) * (2 * cov + c2) / ((mx.square() + my.square() + c1) * (vx + vy + c2));
    return map.mean({1, 2, 3}).to(at::kFloat);
}

at::Tensor sharpness_difference(const at::Tensor& fake, const at::Tensor& real) {
    return decibels((sharpness(fake) - sharpness(real)).abs().mean({1, 2, 3}));
}

at::Tensor perceptual(const FeatureNetwork& network,
                      const at::Tensor& fake,
                      const at::Tensor& real) {
    const std::vector<at::Tensor> f = network.levels(fake), r = network.levels(real);
    at::Tensor total = at::zeros({fake.size(0)}, fake.options().dtype(at::kFloat));
    for (size_t i = 0; i < f.size(); ++i) {
        total += (unit_length(f[i]) - unit_length(r[i])).square().sum(1).mean({1, 2});
    }
    return total / static_cast<double>(f.size());
}

}  // namespace tessera::metrics
