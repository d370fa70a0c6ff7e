// Arithmetic on kept pictures.
#include "model/inspection/drawings.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>

namespace tessera {
namespace {

const Planes& branch(const Insides& insides, const char* name) {
    return insides.array(name, Part::branches).values;
}

const Planes& local_branch(const Insides& insides) {
    const std::string missing = why_missing(insides.model(), Part::class_outputs);
    if (!missing.empty()) {
        throw std::runtime_error(missing);
    }
    return branch(insides, "local");
}

/// Eq. 4 by taking away: the sum over classes is there already.
Planes local_by_sum(const Insides& insides, const std::vector<uint16_t>& channels) {
    Planes local = local_branch(insides);
    for (const uint16_t channel : channels) {
        const Planes own = class_output(insides, channel);
        std::transform(local.begin(), local.end(), own.begin(), local.begin(), std::minus<>());
    }
    return local;
}

/// Eq. 8, or the mean where the model has no weight maps.
Planes fused(const Insides& insides, const Planes& local) {
    Planes photo = branch(insides, "global");
    const auto pixels = static_cast<size_t>(insides.pixels());
    const float* weights = why_missing(insides.model(), Part::weights).empty()
                               ? insides.array("weights", Part::weights).values.data()
                               : nullptr;
    for (size_t plane = 0; plane < photo.size(); plane += pixels) {
        for (size_t i = 0; i < pixels; ++i) {
            const float weight = weights != nullptr ? weights[i] : 0.5f;
            photo[plane + i] += weight * (local[plane + i] - photo[plane + i]);
        }
    }
    return photo;
}

}  // namespace

Planes class_output(const Insides& insides, uint16_t channel) {
    const Array& all = insides.array("per_class", Part::class_outputs);
    if (channel >= all.shape[0]) {
        throw std::runtime_error("class " + std::to_string(channel) + ": the model has " +
                                 std::to_string(all.shape[0]));
    }
    const auto begin = all.values.begin() + 3 * insides.pixels() * channel;
    return {begin, begin + 3 * insides.pixels()};
}

Planes without_classes(const Insides& insides, const std::vector<uint16_t>& channels) {
    std::vector<uint16_t> once = channels;
    std::sort(once.begin(), once.end());
    once.erase(std::unique(once.begin(), once.end()), once.end());
    const auto& local_side = insides.model().local;
    if (local_side && local_side->combine != "add") {
        throw std::runtime_error(
            "this model combines its classes by a convolution: none can be taken out of its photo");
    }
    return fused(insides, local_by_sum(insides, once));
}

Ablations ablations(const Insides& insides) {
    const Planes& local = local_branch(insides);
    Ablations all;
    all.global_only = branch(insides, "global");
    all.added = all.global_only;
    all.averaged = all.global_only;
    for (size_t i = 0; i < local.size(); ++i) {
        all.added[i] += local[i];
        all.averaged[i] = (all.averaged[i] + local[i]) / 2;
    }
    all.full = fused(insides, local);
    return all;
}

WeightSums weight_sums(const Insides& insides) {
    const std::vector<float>& weights = insides.array("weights", Part::weights).values;
    const auto pixels = static_cast<size_t>(insides.pixels());
    const auto classes = static_cast<size_t>(insides.model().classes);
    WeightSums sums;
    sums.histogram.resize(WeightSums::kBins);
    sums.of_class.resize(classes);
    std::vector<int64_t> counts(classes);
    for (size_t i = 0; i < pixels; ++i) {
        const auto weight = static_cast<double>(weights[i]);
        const auto bin = static_cast<size_t>(weight * WeightSums::kBins);
        ++sums.histogram[std::min(bin, WeightSums::kBins - 1)];
        sums.mean += weight / static_cast<double>(pixels);
        if (const uint16_t label = insides.request.labels[i]; label < classes) {
            sums.of_class[label] += weight;
            ++counts[label];
        }
    }
    for (size_t channel = 0; channel < classes; ++channel) {
        sums.of_class[channel] /= static_cast<double>(std::max<int64_t>(counts[channel], 1));
    }
    return sums;
}

std::vector<float> difference(const Planes& a, const Planes& b) {
    const size_t pixels = a.size() / 3;
    std::vector<float> mean(pixels);
    for (size_t plane = 0; plane < a.size(); plane += pixels) {
        for (size_t i = 0; i < pixels; ++i) {
            mean[i] += std::abs(intensity(a[plane + i]) - intensity(b[plane + i])) / 3;
        }
    }
    return mean;
}

}  // namespace tessera
