// Fingerprints, and the likeliest class of enlarged scores.
#include "model/segmentation/reading.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

namespace tessera {
namespace {

constexpr int64_t kProbeSide = 64;
constexpr double kTolerance = 0.05;  // of a fingerprint; bfloat16 stays within 0.01

/// Waves of several lengths in three colours, 1,3,64,64 in [-1, 1].
at::Tensor probe() {
    const at::Tensor along = torch::arange(kProbeSide, at::kFloat) * 0.1F;
    const at::Tensor y = along.unsqueeze(1), x = along.unsqueeze(0);
    return at::stack({(x * 3 + y).sin(), (x - y * 5).sin(), (x * y).cos()}).unsqueeze(0);
}

/// Where an enlarged row or column looks: between `low` and `high`, `share` of the latter.
struct Between {
    int64_t low;
    int64_t high;
    float share;
};

Between between(int64_t place, int64_t large, int64_t small) {
    const double at = (static_cast<double>(place) + 0.5) * static_cast<double>(small) /
                          static_cast<double>(large) -
                      0.5;
    const double inside = std::clamp(at, 0.0, static_cast<double>(small - 1));
    const auto low = static_cast<int64_t>(inside);
    return {
        low, std::min(low + 1, small - 1), static_cast<float>(inside - static_cast<double>(low))};
}

void blend(const float* low, const float* high, float share, int64_t count, float* to) {
    for (int64_t i = 0; i < count; ++i) {
        to[i] = low[i] + (high[i] - low[i]) * share;
    }
}

std::string listed(const std::vector<double>& numbers) {
    std::ostringstream text;
    text.precision(4);
    for (const double number : numbers) {
        text << (text.tellp() > 0 ? " " : "") << number;
    }
    return text.str();
}

}  // namespace

std::vector<double> fingerprint(const FeatureNetwork& features) {
    const at::NoGradGuard no_grad;
    std::vector<double> result;
    for (const at::Tensor& level : features.levels(probe())) {
        result.push_back(std::sqrt(level.to(at::kDouble).square().mean().item<double>()));
    }
    return result;
}

void check_features(const SegmenterConfig& config, const FeatureNetwork& features) {
    if (features.name() != config.features || features.channels() != config.channels) {
        throw std::runtime_error("it was trained on the features of " + config.features +
                                 ", and those given are of " + features.name());
    }
    const std::vector<double> found = fingerprint(features);
    for (size_t i = 0; i < found.size(); ++i) {
        if (!(std::abs(found[i] - config.fingerprint[i]) <=
              kTolerance * std::abs(config.fingerprint[i]))) {
            throw std::runtime_error("it was trained on other weights of " + config.features +
                                     " than those given: its fingerprint is " +
                                     listed(config.fingerprint) + ", not " + listed(found));
        }
    }
}

std::vector<uint16_t> likeliest(const at::Tensor& logits, int64_t height, int64_t width) {
    // A pixel's scores beside each other.
    const at::Tensor scores = logits[0].permute({1, 2, 0}).to(at::kCPU, at::kFloat).contiguous();
    const int64_t rows = scores.size(0), columns = scores.size(1), classes = scores.size(2);
    const float* from = scores.const_data_ptr<float>();
    std::vector<Between> across;
    for (int64_t x = 0; x < width; ++x) {
        across.push_back(between(x, width, columns));
    }
    std::vector<uint16_t> result(static_cast<size_t>(height * width));
    at::parallel_for(0, height, 16, [&](int64_t first, int64_t last) {
        std::vector<float> row(static_cast<size_t>(columns * classes));
        std::vector<float> pixel(static_cast<size_t>(classes));
        for (int64_t y = first; y < last; ++y) {
            const Between down = between(y, height, rows);
            const int64_t length = columns * classes;
            blend(from + down.low * length,
                  from + down.high * length,
                  down.share,
                  length,
                  row.data());
            for (int64_t x = 0; x < width; ++x) {
                const Between& place = across[static_cast<size_t>(x)];
                blend(row.data() + place.low * classes,
                      row.data() + place.high * classes,
                      place.share,
                      classes,
                      pixel.data());
                const auto best = std::max_element(pixel.begin(), pixel.end()) - pixel.begin();
                result[static_cast<size_t>(y * width + x)] = static_cast<uint16_t>(best);
            }
        }
    });
    return result;
}

}  // namespace tessera
