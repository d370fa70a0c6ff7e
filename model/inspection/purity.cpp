// Purity over cells.
#include "model/inspection/purity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace tessera {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr size_t kBlock = 16;       // cells that SAU's purity is summed for at a time
constexpr int64_t kCubicReach = 5;  // sides of a window around it that a bicubic stays in

int64_t rounded_up(int64_t pixels, int64_t cell) {
    return (pixels + cell - 1) / cell;
}

size_t index_of(Doubling how) {
    return static_cast<size_t>(how);
}

int64_t window_side(const Level& level) {
    return std::max(level.side(), kCubicReach);
}

}  // namespace

std::vector<CellLabels> label_pyramid(const Insides& insides, const Reassembly& reassembly) {
    std::vector<CellLabels> pyramid;
    for (int64_t level = 0; level <= reassembly.count() && reassembly.count() > 0; ++level) {
        const int64_t margin = window_side(reassembly.level(0)) / 2;
        pyramid.push_back(level < 2 ? CellLabels(insides, level + 1, margin)
                                    : pyramid.back().coarser());
    }
    return pyramid;
}

double purity(const std::vector<Tap>& taps, const CellLabels& sources, uint16_t channel) {
    double all = 0;
    for (const Tap& tap : taps) {
        all += static_cast<double>(tap.weight);
    }
    return sources.own(taps, channel) / all;
}

void PuritySums::add(const std::array<double, kDoublings.size()>& purities, bool border) {
    for (size_t how = 0; how < purities.size(); ++how) {
        everywhere[how] += purities[how];
        at_borders[how] += border ? purities[how] : 0;
    }
    border_cells += border ? 1 : 0;
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

LevelPurity::LevelPurity(const Insides& insides,
                         const Reassembly& reassembly,
                         const std::vector<CellLabels>& pyramid,
                         int64_t index)
    : insides_(insides),
      level_(reassembly.level(index)),
      sau_(insides.has(Part::kernels)),
      cell_(reassembly.target_cell(index)),
      sources_(pyramid.at(static_cast<size_t>(reassembly.count() - index))),
      targets_(pyramid.at(static_cast<size_t>(reassembly.count() - index - 1))),
      reach_(window_side(level_)),
      pure_(sources_.pure_windows(reach_)),
      rows_(axis_weights(true, targets_.height())),
      columns_(axis_weights(false, targets_.width())) {}

/// The rules are products of their axes, whose weights sum to 1: so the taps of one line tell them.
std::vector<LevelPurity::FixedWeights> LevelPurity::axis_weights(bool rows, int64_t size) const {
    std::vector<FixedWeights> weights(static_cast<size_t>(size * reach_));
    std::vector<Tap> taps;
    for (int64_t target = 0; target < size; ++target) {
        const int64_t begin = target / 2 - reach_ / 2;
        for (size_t how = 1; how < kDoublings.size(); ++how) {
            level_.taps(kDoublings[how], rows ? target : 0, rows ? 0 : target, taps);
            for (const Tap& tap : taps) {
                const int64_t place = (rows ? tap.y : tap.x) - begin;
                weights[static_cast<size_t>(target * reach_ + place)][how - 1] += tap.weight;
            }
        }
    }
    return weights;
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

const std::vector<LevelPurity::Mixed>& LevelPurity::mixed() const {
    std::call_once(found_, [this] {
        mixed_.resize(static_cast<size_t>(picture_height()));
        for (int64_t y = 0; y < picture_height(); ++y) {
            find_mixed(y, mixed_[static_cast<size_t>(y)]);
        }
    });
    return mixed_;
}

void LevelPurity::find_mixed(int64_t y, Mixed& row) const {
    for (int64_t x = 0; x < picture_width(); ++x) {
        const uint16_t channel = targets_.majority(y, x);
        if (channel != CellLabels::kNone && !is_pure(y, x)) {
            row.columns.push_back(x);
            row.counts.push_back(sources_.counts(channel, y / 2 - reach_ / 2, x / 2 - reach_ / 2));
        }
    }
    row.purities.assign(row.columns.size(), {});
    add_fixed(y, row);
    if (sau_) {
        add_sau(y, row);
    }
}

void LevelPurity::add_fixed(int64_t y, Mixed& row) const {
    const FixedWeights* const rows = &rows_[static_cast<size_t>(y * reach_)];
    const double pixels = static_cast<double>(sources_.pixels_of_cell());
    for (size_t i = 0; i < row.columns.size(); ++i) {
        const FixedWeights* const columns = &columns_[static_cast<size_t>(row.columns[i] * reach_)];
        FixedWeights own{};
        for (int64_t line = 0; line < reach_; ++line) {
            const uint16_t* const counts = row.counts[i] + line * sources_.row();
            FixedWeights sum{};
            for (int64_t place = 0; place < reach_; ++place) {
                const auto count = static_cast<float>(counts[place]);
                for (size_t how = 0; how < sum.size(); ++how) {
                    sum[how] += columns[place][how] * count;
                }
            }
            for (size_t how = 0; how < sum.size(); ++how) {
                own[how] += rows[line][how] * sum[how];
            }
        }
        for (size_t how = 0; how < own.size(); ++how) {
            row.purities[i][how + 1] = static_cast<double>(own[how]) / pixels;
        }
    }
}

/// Some cells at a time, tap by tap: a kernel's own taps lie a whole map apart.
void LevelPurity::add_sau(int64_t y, Mixed& row) const {
    const int64_t side = level_.side(), rim = (reach_ - side) / 2;
    const auto pixels = static_cast<float>(sources_.pixels_of_cell());
    for (size_t begin = 0; begin < row.columns.size(); begin += kBlock) {
        const size_t count = std::min(kBlock, row.columns.size() - begin);
        std::array<int64_t, kBlock> columns{};
        for (size_t i = 0; i < count; ++i) {
            columns[i] = std::min(row.columns[begin + i], level_.kept_width() - 1);
        }
        std::array<float, kBlock> own{}, all{};
        for (int64_t tap = 0; tap < side * side; ++tap) {
            const float* const weights = level_.kept_row(tap, y);
            const int64_t from = (rim + tap / side) * sources_.row() + rim + tap % side;
            for (size_t i = 0; i < count; ++i) {
                const float weight = weights[columns[i]];
                own[i] += weight * static_cast<float>(row.counts[begin + i][from]);
                all[i] += weight;
            }
        }
        for (size_t i = 0; i < count; ++i) {
            row.purities[begin + i][index_of(Doubling::sau)] =
                static_cast<double>(own[i] / (pixels * all[i]));
        }
    }
}

Array LevelPurity::map(Doubling how) const {
    if (how == Doubling::sau && !sau_) {
        throw std::runtime_error("the kernels were not kept by this render");
    }
    Array map{{picture_height(), picture_width()}, {}};
    map.values.resize(static_cast<size_t>(picture_height() * picture_width()));
    for (int64_t y = 0; y < picture_height(); ++y) {
        float* const values = map.values.data() + y * picture_width();
        for (int64_t x = 0; x < picture_width(); ++x) {
            values[x] = targets_.majority(y, x) == CellLabels::kNone ? kNan : 1;
        }
        const Mixed& row = mixed()[static_cast<size_t>(y)];
        for (size_t i = 0; i < row.columns.size(); ++i) {
            values[row.columns[i]] = static_cast<float>(row.purities[i][index_of(how)]);
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
    std::vector<int64_t> pure(sums.size());
    std::vector<Tap> taps;
    for (int64_t y = 0; y < picture_height(); ++y) {
        for (int64_t x = 0; x < picture_width(); ++x) {
            const uint16_t channel = targets_.majority(y, x);
            if (channel == CellLabels::kNone) {
                continue;
            }
            ++sums[channel].cells;
            pure[channel] += is_pure(y, x) ? 1 : 0;
            if (entropies && sau_) {
                level_.taps(Doubling::sau, y, x, taps);
                sums[channel].entropy += entropy(taps);
            }
        }
        const Mixed& row = mixed()[static_cast<size_t>(y)];
        for (size_t i = 0; i < row.columns.size(); ++i) {
            sums[targets_.majority(y, row.columns[i])].add(row.purities[i],
                                                           targets_.at_border(y, row.columns[i]));
        }
    }
    for (size_t channel = 0; channel < sums.size(); ++channel) {
        for (const Doubling how : kDoublings) {
            const bool known = how != Doubling::sau || sau_;
            sums[channel].everywhere[index_of(how)] +=
                known ? static_cast<double>(pure[channel]) : 0;
        }
    }
    return sums;
}

}  // namespace tessera
