// Counts and the shares of them.
#include "model/metrics/confusion.h"

#include <numeric>
#include <stdexcept>
#include <string>

namespace tessera {

Confusion::Confusion(int64_t classes)
    : classes_(classes), counts_(static_cast<size_t>(classes * classes)) {}

void Confusion::add(const std::vector<uint16_t>& truth, const std::vector<uint16_t>& found) {
    if (truth.size() != found.size()) {
        throw std::runtime_error("label maps of " + std::to_string(truth.size()) + " and " +
                                 std::to_string(found.size()) + " pixels can't be compared");
    }
    for (size_t i = 0; i < truth.size(); ++i) {
        if (found[i] >= classes_) {
            throw std::runtime_error("class " + std::to_string(found[i]) +
                                     " was found, there are " + std::to_string(classes_));
        }
        if (truth[i] < classes_) {
            ++counts_[static_cast<size_t>(truth[i] * classes_ + found[i])];
        }
    }
}

int64_t Confusion::count(int64_t truth, int64_t found) const {
    return counts_.at(static_cast<size_t>(truth * classes_ + found));
}

int64_t Confusion::pixels() const {
    return std::accumulate(counts_.begin(), counts_.end(), int64_t{0});
}

double Confusion::accuracy() const {
    int64_t right = 0;
    for (int64_t i = 0; i < classes_; ++i) {
        right += count(i, i);
    }
    const int64_t all = pixels();
    return all == 0 ? 0 : static_cast<double>(right) / static_cast<double>(all);
}

std::vector<std::optional<double>> Confusion::iou() const {
    std::vector<std::optional<double>> result;
    for (int64_t i = 0; i < classes_; ++i) {
        int64_t either = -count(i, i);  // counted twice below
        for (int64_t j = 0; j < classes_; ++j) {
            either += count(i, j) + count(j, i);
        }
        result.emplace_back();
        if (either > 0) {
            result.back() = static_cast<double>(count(i, i)) / static_cast<double>(either);
        }
    }
    return result;
}

double Confusion::mean_iou() const {
    double sum = 0;
    int present = 0;
    for (const std::optional<double>& one : iou()) {
        sum += one.value_or(0);
        present += one ? 1 : 0;
    }
    return present == 0 ? 0 : sum / present;
}

}  // namespace tessera
