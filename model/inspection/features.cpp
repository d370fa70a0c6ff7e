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
    /// Pixels in a row of one side.
    struct Run {
        size_t begin = 0;
        size_t end = 0;
        uint8_t side = 0;
    };

    std::vector<uint8_t> of;  ///< by pixel: 0 rest, 1 class, 2 void
    std::vector<Run> runs;    ///< without void
    std::array<double, 2> count{};

    Sides(const Insides& insides, uint16_t label) {
        const std::vector<uint16_t>& labels = insides.request.labels;
        of.resize(labels.size());
        for (size_t i = 0; i < labels.size(); ++i) {
            of[i] = labels[i] == label ? 1 : insides.is_class(labels[i]) ? 0 : 2;
        }
        for (size_t begin = 0, end = 0; begin < of.size(); begin = end) {
            while (end < of.size() && of[end] == of[begin] && end - begin < kBlock) {
                ++end;
            }
            if (of[begin] < 2) {
                runs.push_back({begin, end, of[begin]});
                count[of[begin]] += static_cast<double>(end - begin);
            }
        }
    }

    static constexpr size_t kBlock = 2048;  ///< of a run, so that sums in float are exact enough
};

constexpr size_t kLanes = 8;  // which the compiler makes vectors of

void add_run(const float* values, size_t count, Moments& moments) {
    std::array<float, kLanes> sum{}, squares{};
    size_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (size_t lane = 0; lane < kLanes; ++lane) {
            sum[lane] += values[i + lane];
            squares[lane] += values[i + lane] * values[i + lane];
        }
    }
    for (; i < count; ++i) {
        sum[0] += values[i];
        squares[0] += values[i] * values[i];
    }
    moments.sum += static_cast<double>(std::accumulate(sum.begin(), sum.end(), 0.0f));
    moments.squares += static_cast<double>(std::accumulate(squares.begin(), squares.end(), 0.0f));
}

std::array<Moments, 2> moments_of(const float* values, const Sides& sides) {
    std::array<Moments, 2> moments{Moments{sides.count[0]}, Moments{sides.count[1]}};
    for (const Sides::Run& run : sides.runs) {
        add_run(values + run.begin, run.end - run.begin, moments[run.side]);
    }
    return moments;
}

std::pair<float, float> range_of(const float* values, size_t count) {
    std::array<float, kLanes> low{}, high{};
    low.fill(values[0]);
    high.fill(values[0]);
    for (size_t i = 0; i < count; ++i) {
        low[i % kLanes] = std::min(low[i % kLanes], values[i]);
        high[i % kLanes] = std::max(high[i % kLanes], values[i]);
    }
    return {*std::min_element(low.begin(), low.end()), *std::max_element(high.begin(), high.end())};
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
    const auto [low, high] = range_of(values, sides.of.size());
    const float scale = static_cast<float>(kBins - 1) / std::max(high - low, 1e-30f);
    std::array<std::array<uint32_t, kBins>, 2> counts{};
    for (size_t i = 0; i < sides.of.size(); ++i) {
        if (sides.of[i] < 2) {
            ++counts[sides.of[i]][static_cast<size_t>((values[i] - low) * scale)];
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
