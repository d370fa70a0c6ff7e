// Counts by scattering pixels, then by summing cells.
#include "model/inspection/cell_labels.h"

#include <algorithm>

namespace tessera {

CellLabels::CellLabels(int64_t height, int64_t width, int64_t cell, int64_t margin)
    : height_(height), width_(width), cell_(cell), margin_(margin) {}

CellLabels::CellLabels(const Insides& insides, int64_t cell, int64_t margin)
    : CellLabels(canvas_side(insides.config(), insides.height()) / cell,
                 canvas_side(insides.config(), insides.width()) / cell,
                 cell,
                 margin) {
    plane_of_.assign(static_cast<size_t>(insides.model().classes), -1);
    for (const ClassArea& area : insides.areas()) {
        channels_.push_back(area.channel);
    }
    std::sort(channels_.begin(), channels_.end());
    for (size_t i = 0; i < channels_.size(); ++i) {
        plane_of_[channels_[i]] = static_cast<int32_t>(i);
    }
    count_pixels(insides);
    find_majorities();
}

void CellLabels::count_pixels(const Insides& insides) {
    counts_.assign((channels_.size() + 1) * plane_size(), 0);
    const size_t none = channels_.size() * plane_size();
    for (int64_t y = 0; y < height_ * cell_; ++y) {
        const uint16_t* labels =
            insides.request.labels.data() + std::min(y, insides.height() - 1) * insides.width();
        auto at = static_cast<size_t>(place(y / cell_, 0));
        for (int64_t x = 0; x < width_ * cell_; ++at) {
            for (const int64_t end = x + cell_; x < end; ++x) {
                const uint16_t label = labels[std::min(x, insides.width() - 1)];
                const size_t plane = label < plane_of_.size()
                                         ? static_cast<size_t>(plane_of_[label]) * plane_size()
                                         : none;
                ++counts_[plane + at];
            }
        }
    }
}

void CellLabels::find_majorities() {
    const size_t cells = plane_size();
    const uint16_t* const none = counts_.data() + channels_.size() * cells;
    std::vector<uint16_t> most(none, none + cells);
    majority_.assign(cells, kNone);
    for (size_t plane = 0; plane < channels_.size(); ++plane) {
        const uint16_t* const counts = counts_.data() + plane * cells;
        const uint16_t channel = channels_[plane];
        for (size_t at = 0; at < cells; ++at) {
            majority_[at] = counts[at] > most[at] ? channel : majority_[at];
            most[at] = std::max(counts[at], most[at]);
        }
    }
}

CellLabels CellLabels::coarser() const {
    CellLabels sums(height_ / 2, width_ / 2, 2 * cell_, margin_);
    sums.channels_ = channels_;
    sums.plane_of_ = plane_of_;
    sums.counts_.assign((channels_.size() + 1) * sums.plane_size(), 0);
    for (size_t plane = 0; plane <= channels_.size(); ++plane) {
        for (int64_t y = 0; y < sums.height_; ++y) {
            const uint16_t* const above = counts_.data() + plane * plane_size() + place(2 * y, 0);
            const uint16_t* const below = above + row();
            uint16_t* const sum =
                sums.counts_.data() + plane * sums.plane_size() + sums.place(y, 0);
            for (int64_t x = 0; x < sums.width_; ++x) {
                sum[x] = static_cast<uint16_t>(above[2 * x] + above[2 * x + 1] + below[2 * x] +
                                               below[2 * x + 1]);
            }
        }
    }
    sums.find_majorities();
    return sums;
}

const uint16_t* CellLabels::plane(uint16_t channel) const {
    const bool there = channel < plane_of_.size() && plane_of_[channel] >= 0;
    return there ? counts_.data() + static_cast<size_t>(plane_of_[channel]) * plane_size()
                 : nullptr;
}

double CellLabels::own(const std::vector<Tap>& taps, uint16_t channel) const {
    const uint16_t* const from = plane(channel);
    float sum = 0;
    for (const Tap& tap : taps) {
        sum += tap.weight * static_cast<float>(count(from, tap.y, tap.x));
    }
    return static_cast<double>(sum) / static_cast<double>(pixels_of_cell());
}

bool CellLabels::at_border(int64_t y, int64_t x) const {
    for (int64_t row = std::max<int64_t>(y - 1, 0); row <= std::min(y + 1, height_ - 1); ++row) {
        for (int64_t column = std::max<int64_t>(x - 1, 0); column <= std::min(x + 1, width_ - 1);
             ++column) {
            if (majority(row, column) != majority(y, x)) {
                return true;
            }
        }
    }
    return false;
}

std::vector<uint8_t> CellLabels::pure_windows(int64_t side) const {
    std::vector<uint16_t> whole;  // the class that fills a cell
    for (int64_t y = 0; y < height_; ++y) {
        for (int64_t x = 0; x < width_; ++x) {
            const uint16_t channel = majority(y, x);
            const bool fills = channel != kNone && count(plane(channel), y, x) == pixels_of_cell();
            whole.push_back(fills ? channel : kNone);
        }
    }
    // Windows are runs of rows of runs.
    const auto keep_runs = [side](std::vector<uint16_t>& line) {
        std::vector<uint16_t> kept(line.size(), kNone);
        for (size_t at = 0, run = 0; at < line.size(); ++at) {
            run = at > 0 && line[at] == line[at - 1] ? run + 1 : 1;
            if (run >= static_cast<size_t>(side)) {
                kept[at - static_cast<size_t>(side / 2)] = line[at];
            }
        }
        line = std::move(kept);
    };
    const auto columns = static_cast<size_t>(width_);
    std::vector<uint16_t> line;
    for (size_t begin = 0; begin < whole.size(); begin += columns) {
        line.assign(whole.begin() + static_cast<std::ptrdiff_t>(begin),
                    whole.begin() + static_cast<std::ptrdiff_t>(begin + columns));
        keep_runs(line);
        std::copy(line.begin(), line.end(), whole.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    std::vector<uint8_t> pure(whole.size());
    for (size_t column = 0; column < columns; ++column) {
        line.clear();
        for (size_t at = column; at < whole.size(); at += columns) {
            line.push_back(whole[at]);
        }
        keep_runs(line);
        for (size_t y = 0; y < line.size(); ++y) {
            pure[y * columns + column] = line[y] != kNone;
        }
    }
    return pure;
}

}  // namespace tessera
