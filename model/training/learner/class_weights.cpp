// Shares of pixels and what they make of weights.
#include "model/training/learner/class_weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "model/data/picture.h"

namespace tessera {
namespace {

constexpr size_t kMostMaps = 500;
constexpr double kMostContrast = 10;

}  // namespace

std::vector<double> class_weights(const std::vector<int64_t>& pixels, double balance) {
    const auto total =
        static_cast<double>(std::accumulate(pixels.begin(), pixels.end(), int64_t{0}));
    const auto most = static_cast<double>(*std::max_element(pixels.begin(), pixels.end()));
    std::vector<double> weights;
    double mean = 0;
    for (const int64_t count : pixels) {
        const auto own = static_cast<double>(count);
        weights.push_back(own > 0 ? std::min(std::pow(most / own, balance), kMostContrast) : 0);
        mean += own > 0 ? weights.back() * own / total : 0;
    }
    for (double& weight : weights) {
        weight = weight > 0 ? weight / mean : 1;
    }
    return weights;
}

std::vector<int64_t> class_pixels(const std::vector<Pair>& pairs, const ClassMap& classes) {
    std::vector<int64_t> pixels(static_cast<size_t>(classes.count()));
    const size_t count = std::min(pairs.size(), kMostMaps);
    for (size_t i = 0; i < count; ++i) {
        cv::Mat labels;
        try {
            labels = read_labels(pairs[i * pairs.size() / count], classes);
        } catch (const std::runtime_error&) {
            continue;  // the loader names it where it matters
        }
        for (int y = 0; y < labels.rows; ++y) {
            const auto* row = labels.ptr<uint16_t>(y);
            for (int x = 0; x < labels.cols; ++x) {
                if (row[x] < pixels.size()) {
                    ++pixels[row[x]];
                }
            }
        }
    }
    return pixels;
}

}  // namespace tessera
