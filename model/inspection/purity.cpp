// Purity over cells.
#include "model/inspection/purity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace tessera {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr int64_t kCubicReach = 5;  // sides of a window around it that a bicubic stays in

int64_t rounded_up(int64_t pixels, int64_t cell) {
    return (pixels + cell - 1) / cell;
}

size_t index_of(Doubling how) {
    return static_cast<size_t>(how);
}

}  // namespace

CellLabels::CellLabels(const Insides& insides, int64_t cell)
    : height_(canvas_side(insides.config(), insides.height()) / cell),
      width_(canvas_side(insides.config(), insides.width()) / cell),
      cell_(cell),
      plane_of_(static_cast<size_t>(insides.model().classes), -1),
      majority_(static_cast<size_t>(height_ * width_), kNone) {
    int32_t planes = 0;
    for (const ClassArea& area : insides.areas()) {
        plane_of_[area.channel] = planes++;
    }
    const int64_t cells = height_ * width_;
    counts_.assign(static_cast<size_t>(planes * cells), 0);
    std::vector<uint16_t> voids(static_cast<size_t>(cells));
    for (int64_t y = 0; y < height_ * cell; ++y) {
        const uint16_t* labels =
            insides.request.labels.data() + std::min(y, insides.height() - 1) * insides.width();
        for (int64_t x = 0, at = y / cell * width_; x < width_ * cell; ++at) {
            for (const int64_t end = x + cell; x < end; ++x) {
                const uint16_t label = labels[std::min(x, insides.width() - 1)];
                uint16_t& count = label < plane_of_.size()
                                      ? counts_[static_cast<size_t>(plane_of_[label] * cells + at)]
                                      : voids[static_cast<size_t>(at)];
                ++count;
            }
        }
    }
    std::vector<uint16_t>& most = voids;
    for (size_t channel = 0; channel < plane_of_.size(); ++channel) {
        if (plane_of_[channel] < 0) {
            continue;
        }
        for (int64_t at = 0; at < cells; ++at) {
            const uint16_t count = counts_[static_cast<size_t>(plane_of_[channel] * cells + at)];
            if (count > most[static_cast<size_t>(at)]) {
                most[static_cast<size_t>(at)] = count;
                majority_[static_cast<size_t>(at)] = static_cast<uint16_t>(channel);
            }
        }
    }
}

const uint16_t* CellLabels::plane(uint16_t channel) const {
    const bool there = channel < plane_of_.size() && plane_of_[channel] >= 0;
    return there ? counts_.data() + plane_of_[channel] * height_ * width_ : nullptr;
}

double CellLabels::own(const std::vector<Tap>& taps, uint16_t channel) const {
    const uint16_t* const counts = plane(channel);
    float sum = 0;
    for (const Tap& tap : taps) {
        sum += tap.weight * static_cast<float>(count(counts, tap.y, tap.x));
    }
    return static_cast<double>(sum) / static_cast<double>(cell_ * cell_);
}

void CellLabels::shares(int64_t y, int64_t x, int64_t side, uint16_t channel, float* shares) const {
    const uint16_t* const counts = plane(channel);
    const float scale = 1 / static_cast<float>(cell_ * cell_);
    for (int64_t row = y - side / 2; row <= y + side / 2; ++row) {
        for (int64_t column = x - side / 2; column <= x + side / 2; ++column) {
            *shares++ = scale * static_cast<float>(count(counts, row, column));
        }
    }
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
    const auto cells = static_cast<size_t>(height_ * width_);
    std::vector<uint16_t> whole(cells, kNone);  // the class that fills a cell
    for (size_t at = 0; at < cells; ++at) {
        const uint16_t channel = majority_[at];
        if (channel != kNone && plane(channel)[at] == cell_ * cell_) {
            whole[at] = channel;
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
    const auto row = static_cast<size_t>(width_);
    std::vector<uint16_t> line;
    for (size_t begin = 0; begin < cells; begin += row) {
        line.assign(whole.begin() + static_cast<std::ptrdiff_t>(begin),
                    whole.begin() + static_cast<std::ptrdiff_t>(begin + row));
        keep_runs(line);
        std::copy(line.begin(), line.end(), whole.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    std::vector<uint8_t> pure(cells);
    for (size_t column = 0; column < row; ++column) {
        line.clear();
        for (size_t at = column; at < cells; at += row) {
            line.push_back(whole[at]);
        }
        keep_runs(line);
        for (size_t y = 0; y < line.size(); ++y) {
            pure[y * row + column] = line[y] != kNone;
        }
    }
    return pure;
}

double purity(const std::vector<Tap>& taps, const CellLabels& sources, uint16_t channel) {
    double all = 0;
    for (const Tap& tap : taps) {
        all += static_cast<double>(tap.weight);
    }
    return sources.own(taps, channel) / all;
}

void PuritySums::operator+=(const PuritySums& other) {
    for (size_t i = 0; i < everywhere.size(); ++i) {
        everywhere[i] += other.everywhere[i];
        at_borders[i] += other.at_borders[i];
    }
    entropy += other.entropy;
    cells += other.cells;
    border_cells += other.border_cells;
}

LevelPurity::LevelPurity(const Insides& insides, const Reassembly& reassembly, int64_t index)
    : insides_(insides),
      level_(reassembly.level(index)),
      sau_(insides.has(Part::kernels)),
      cell_(reassembly.target_cell(index)),
      sources_(insides, 2 * cell_),
      targets_(insides, cell_),
      reach_(std::max(level_.side(), kCubicReach)),
      pure_(sources_.pure_windows(reach_)) {
    fill_windows();
}

void LevelPurity::fill_windows() {
    const int64_t y = sources_.height() / 2, x = sources_.width() / 2;
    if (std::min(y, x) <= reach_) {
        return;  // all is rim
    }
    std::vector<Tap> taps;
    for (const Doubling how : kDoublings) {
        for (size_t parity = 0; parity < 4 && how != Doubling::sau; ++parity) {
            std::vector<float>& window = windows_[index_of(how)][parity];
            window.resize(static_cast<size_t>(reach_ * reach_));
            level_.taps(how,
                        2 * y + static_cast<int64_t>(parity / 2),
                        2 * x + static_cast<int64_t>(parity % 2),
                        taps);
            for (const Tap& tap : taps) {
                const int64_t row = tap.y - y + reach_ / 2, column = tap.x - x + reach_ / 2;
                window[static_cast<size_t>(row * reach_ + column)] += tap.weight;
            }
        }
    }
}

int64_t LevelPurity::picture_height() const {
    return rounded_up(insides_.height(), cell_);
}

int64_t LevelPurity::picture_width() const {
    return rounded_up(insides_.width(), cell_);
}

std::optional<double> LevelPurity::at(Doubling how, int64_t y, int64_t x) const {
    const uint16_t channel = targets_.majority(y, x);
    if (channel == CellLabels::kNone) {
        return std::nullopt;
    }
    std::vector<Tap> taps;
    level_.taps(how, y, x, taps);
    return purity(taps, sources_, channel);
}

double LevelPurity::by_taps(
    Doubling how, int64_t y, int64_t x, uint16_t channel, Scratch& scratch) const {
    level_.taps(how, y, x, scratch.taps);
    return purity(scratch.taps, sources_, channel);
}

LevelPurity::Purities LevelPurity::by_windows(int64_t y,
                                              int64_t x,
                                              uint16_t channel,
                                              Scratch& scratch) const {
    const int64_t row = y / 2, column = x / 2;
    const int64_t rim =
        std::min({row, column, sources_.height() - 1 - row, sources_.width() - 1 - column});
    const bool inside = rim >= reach_ / 2 && !windows_[index_of(Doubling::uniform)][0].empty();
    if (inside) {
        scratch.shares.resize(static_cast<size_t>(reach_ * reach_));
        sources_.shares(row, column, reach_, channel, scratch.shares.data());
    }
    Purities purities{};
    for (const Doubling how : kDoublings) {
        if (how == Doubling::sau) {
            purities[index_of(how)] = sau_ ? by_taps(how, y, x, channel, scratch) : 0;
        } else if (inside) {
            const std::vector<float>& window =
                windows_[index_of(how)][static_cast<size_t>(2 * (y % 2) + x % 2)];
            purities[index_of(how)] = static_cast<double>(
                std::inner_product(window.begin(), window.end(), scratch.shares.begin(), 0.0f));
        } else {
            purities[index_of(how)] = by_taps(how, y, x, channel, scratch);
        }
    }
    return purities;
}

Array LevelPurity::map(Doubling how) const {
    Array map{{picture_height(), picture_width()}, {}};
    Scratch scratch;
    const bool known = how != Doubling::sau || sau_;
    for (int64_t y = 0; y < picture_height(); ++y) {
        for (int64_t x = 0; x < picture_width(); ++x) {
            const uint16_t channel = targets_.majority(y, x);
            const bool none = channel == CellLabels::kNone;
            map.values.push_back(none ? kNan
                                 : known && is_pure(y, x)
                                     ? 1
                                     : static_cast<float>(by_taps(how, y, x, channel, scratch)));
        }
    }
    return map;
}

Array LevelPurity::entropy_map() const {
    Array map{{picture_height(), picture_width()}, {}};
    std::vector<Tap> taps;
    for (int64_t y = 0; y < picture_height(); ++y) {
        for (int64_t x = 0; x < picture_width(); ++x) {
            level_.taps(Doubling::sau, y, x, taps);
            map.values.push_back(static_cast<float>(entropy(taps)));
        }
    }
    return map;
}

std::vector<PuritySums> LevelPurity::by_class(bool entropies) const {
    std::vector<PuritySums> sums(static_cast<size_t>(insides_.model().classes));
    Scratch scratch;
    Purities pure;
    pure.fill(1);
    pure[index_of(Doubling::sau)] = sau_ ? 1 : 0;
    for (int64_t y = 0; y < picture_height(); ++y) {
        for (int64_t x = 0; x < picture_width(); ++x) {
            const uint16_t channel = targets_.majority(y, x);
            if (channel == CellLabels::kNone) {
                continue;
            }
            const Purities purities = is_pure(y, x) ? pure : by_windows(y, x, channel, scratch);
            PuritySums& sum = sums[channel];
            const bool border = targets_.at_border(y, x);
            ++sum.cells;
            sum.border_cells += border ? 1 : 0;
            for (size_t how = 0; how < purities.size(); ++how) {
                sum.everywhere[how] += purities[how];
                sum.at_borders[how] += border ? purities[how] : 0;
            }
            if (entropies && sau_) {
                level_.taps(Doubling::sau, y, x, scratch.taps);
                sum.entropy += entropy(scratch.taps);
            }
        }
    }
    return sums;
}

}  // namespace tessera
