// One pass for the moments, one for the ranks.
#include "model/inspection/features.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tessera {
namespace {

constexpr size_t kBins = 1024;

const Array& features_of(const Insides& insides, const std::string& decoder) {
    return insides.array(decoder.empty() ? "features" : "features." + decoder, Part::features);
}

struct Moments {
    double count = 0;
    double sum = 0;
    double squares = 0;

    double mean() const { return sum / count; }
    double variance() const { return std::max(0.0, squares / count - mean() * mean()); }
};

/// Which side a pixel is on: 1 the class, 0 the rest, 2 void.
std::vector<uint8_t> sides_of(const Insides& insides, uint16_t label) {
    std::vector<uint8_t> sides(insides.request.labels.size());
    std::transform(
        insides.request.labels.begin(),
        insides.request.labels.end(),
        sides.begin(),
        [&](uint16_t other) {
            return static_cast<uint8_t>(other == label ? 1 : insides.is_class(other) ? 0 : 2);
        });
    return sides;
}

/// The area under the curve, from counts of both sides in ascending bins.
double area_under(const std::array<std::array<double, kBins>, 2>& counts,
                  double inside,
                  double outside) {
    double below = 0, area = 0;
    for (size_t bin = 0; bin < kBins; ++bin) {
        area += counts[1][bin] * (below + counts[0][bin] / 2);
        below += counts[0][bin];
    }
    return area / (inside * outside);
}

Separation separation(const float* values, const std::vector<uint8_t>& sides, int64_t channel) {
    Separation result{channel};
    std::array<Moments, 3> moments;
    for (size_t i = 0; i < sides.size(); ++i) {
        const auto value = static_cast<double>(values[i]);
        Moments& side = moments[sides[i]];
        side.count += 1;
        side.sum += value;
        side.squares += value * value;
    }
    const Moments &rest = moments[0], &own = moments[1];
    const double spread = own.count > 0 && rest.count > 0 ? own.variance() + rest.variance() : 0;
    if (spread <= 0) {
        return result;
    }
    const double apart = own.mean() - rest.mean();
    result.fisher = apart * apart / spread;

    const auto [low, high] = std::minmax_element(values, values + sides.size());
    const float scale = static_cast<float>(kBins - 1) / std::max(*high - *low, 1e-30f);
    std::array<std::array<double, kBins>, 2> counts{};
    for (size_t i = 0; i < sides.size(); ++i) {
        if (sides[i] < 2) {
            counts[sides[i]][static_cast<size_t>((values[i] - *low) * scale)] += 1;
        }
    }
    result.auc = area_under(counts, own.count, rest.count);
    return result;
}

}  // namespace

std::vector<Separation> separations(const Insides& insides,
                                    uint16_t label,
                                    const std::string& decoder) {
    const Array& features = features_of(insides, decoder);
    const std::vector<uint8_t> sides = sides_of(insides, label);
    std::vector<Separation> all;
    for (int64_t channel = 0; channel < features.shape[0]; ++channel) {
        all.push_back(
            separation(features.values.data() + channel * insides.pixels(), sides, channel));
    }
    std::stable_sort(all.begin(), all.end(), [](const Separation& a, const Separation& b) {
        return a.fisher > b.fisher;
    });
    return all;
}

std::vector<float> class_feature(const Insides& insides,
                                 uint16_t label,
                                 int64_t channel,
                                 const std::string& decoder) {
    const Array& features = features_of(insides, decoder);
    if (channel < 0 || channel >= features.shape[0]) {
        throw std::runtime_error("channel " + std::to_string(channel) + ": the features have " +
                                 std::to_string(features.shape[0]) + ", counted from 0");
    }
    const float* values = features.values.data() + channel * insides.pixels();
    std::vector<float> own(static_cast<size_t>(insides.pixels()));
    for (size_t i = 0; i < own.size(); ++i) {
        own[i] = insides.request.labels[i] == label ? values[i] : 0;
    }
    return own;
}

}  // namespace tessera
