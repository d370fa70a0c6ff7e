// One pass for the moments, one for the ranks.
#include "model/inspection/features.h"

#include <algorithm>
#include <array>
#include <numeric>
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

/// The pixels of the class, those of the rest, and what neither is: void.
struct Sides {
    std::vector<uint8_t> of;                 ///< by pixel: 0 rest, 1 class, 2 void
    std::array<std::vector<float>, 2> mask;  ///< by side and pixel: 1 or 0
    std::array<double, 2> count{};

    Sides(const Insides& insides, uint16_t label) {
        const std::vector<uint16_t>& labels = insides.request.labels;
        of.resize(labels.size());
        for (std::vector<float>& one : mask) {
            one.resize(labels.size());
        }
        for (size_t i = 0; i < labels.size(); ++i) {
            of[i] = labels[i] == label ? 1 : insides.is_class(labels[i]) ? 0 : 2;
            if (of[i] < 2) {
                mask[of[i]][i] = 1;
                count[of[i]] += 1;
            }
        }
    }
};

constexpr size_t kLanes = 8;
constexpr size_t kBlock = 2048;

/// Sums of one side in lanes, which the compiler makes vectors of.
struct Lanes {
    std::array<float, kLanes> sum{};
    std::array<float, kLanes> squares{};

    void take(size_t lane, float value) {
        sum[lane] += value;
        squares[lane] += value * value;
    }
    void add_to(Moments& moments) const {
        moments.sum += static_cast<double>(std::accumulate(sum.begin(), sum.end(), 0.0f));
        moments.squares +=
            static_cast<double>(std::accumulate(squares.begin(), squares.end(), 0.0f));
    }
};

/// Of both sides in one pass: a map is read from memory. By blocks, so that float is exact enough.
std::array<Moments, 2> moments_of(const float* values, const Sides& sides) {
    std::array<Moments, 2> moments{Moments{sides.count[0]}, Moments{sides.count[1]}};
    const float *const rest = sides.mask[0].data(), *const own = sides.mask[1].data();
    for (size_t begin = 0; begin < sides.of.size(); begin += kBlock) {
        const size_t end = std::min(begin + kBlock, sides.of.size());
        std::array<Lanes, 2> lanes;
        size_t i = begin;
        for (; i + kLanes <= end; i += kLanes) {
            for (size_t lane = 0; lane < kLanes; ++lane) {
                lanes[0].take(lane, values[i + lane] * rest[i + lane]);
                lanes[1].take(lane, values[i + lane] * own[i + lane]);
            }
        }
        for (; i < end; ++i) {
            lanes[0].take(0, values[i] * rest[i]);
            lanes[1].take(0, values[i] * own[i]);
        }
        lanes[0].add_to(moments[0]);
        lanes[1].add_to(moments[1]);
    }
    return moments;
}

/// The area under the curve, from counts of both sides in ascending bins.
double area_under(const std::array<std::array<uint32_t, kBins>, 2>& counts) {
    double below = 0, above = 0, area = 0;
    for (size_t bin = 0; bin < kBins; ++bin) {
        area += counts[1][bin] * (below + counts[0][bin] / 2.0);
        below += counts[0][bin];
        above += counts[1][bin];
    }
    return area / (below * above);
}

double fisher_of(const float* values, const Sides& sides) {
    const auto [rest, own] = moments_of(values, sides);
    const double spread = own.count > 0 && rest.count > 0 ? own.variance() + rest.variance() : 0;
    const double apart = spread > 0 ? own.mean() - rest.mean() : 0;
    return spread > 0 ? apart * apart / spread : 0;
}

double auc_of(const float* values, const Sides& sides) {
    const auto [low, high] = std::minmax_element(values, values + sides.of.size());
    const float scale = static_cast<float>(kBins - 1) / std::max(*high - *low, 1e-30f);
    std::array<std::array<uint32_t, kBins>, 2> counts{};
    for (size_t i = 0; i < sides.of.size(); ++i) {
        if (sides.of[i] < 2) {
            ++counts[sides.of[i]][static_cast<size_t>((values[i] - *low) * scale)];
        }
    }
    return area_under(counts);
}

}  // namespace

std::vector<Separation> separations(const Insides& insides,
                                    uint16_t label,
                                    const std::string& decoder,
                                    size_t ranked) {
    const Array& features = features_of(insides, decoder);
    const auto values = [&](int64_t channel) {
        return features.values.data() + channel * insides.pixels();
    };
    const Sides sides(insides, label);
    std::vector<Separation> all;
    for (int64_t channel = 0; channel < features.shape[0]; ++channel) {
        all.push_back({channel, fisher_of(values(channel), sides)});
    }
    std::stable_sort(all.begin(), all.end(), [](const Separation& a, const Separation& b) {
        return a.fisher > b.fisher;
    });
    for (size_t i = 0; i < std::min(ranked, all.size()); ++i) {
        if (all[i].fisher > 0) {
            all[i].auc = auc_of(values(all[i].channel), sides);
        }
    }
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
