// Semantic purity: how much of what upsampling draws from belongs to the class that it draws.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "model/inspection/reassembly.h"

namespace tessera {

inline constexpr std::array kDoublings{
    Doubling::sau, Doubling::uniform, Doubling::bilinear, Doubling::bicubic, Doubling::nearest};

/// The label map seen on a grid of square cells: which share of a cell each class has, and which
/// has most. On the canvas, whose rim repeats the picture's.
class CellLabels {
public:
    CellLabels(const Insides& insides, int64_t cell);  ///< `cell` pixels a side

    int64_t height() const { return height_; }
    int64_t width() const { return width_; }

    /// Share of a class in the cell, 0 to 1; 0 for a cell off the canvas and for void.
    float share(int64_t y, int64_t x, uint16_t channel) const {
        return static_cast<float>(count(plane(channel), y, x)) / static_cast<float>(cell_ * cell_);
    }

    /// sum of w * share of the class in w's cell.
    double own(const std::vector<Tap>& taps, uint16_t channel) const;

    /// The shares of a class in the side x side cells around (y, x), row by row.
    void shares(int64_t y, int64_t x, int64_t side, uint16_t channel, float* shares) const;

    /// The class with the most pixels, the lower channel of two alike; kNone where void has the
    /// most.
    uint16_t majority(int64_t y, int64_t x) const {
        return majority_[static_cast<size_t>(y * width_ + x)];
    }

    /// Whether one of the eight cells around has another majority.
    bool at_border(int64_t y, int64_t x) const;

    /// By cell: whether the side x side cells around it lie on the canvas and are wholly of one
    /// class. `side` odd.
    std::vector<uint8_t> pure_windows(int64_t side) const;

    static constexpr uint16_t kNone = 0xffff;

private:
    const uint16_t* plane(uint16_t channel) const;  // null: not in the picture
    uint16_t count(const uint16_t* plane, int64_t y, int64_t x) const {
        const bool there = plane != nullptr && y >= 0 && x >= 0 && y < height_ && x < width_;
        return there ? plane[y * width_ + x] : 0;
    }

    int64_t height_;
    int64_t width_;
    int64_t cell_;
    std::vector<int32_t> plane_of_;  ///< by channel; -1: not in the picture
    std::vector<uint16_t> counts_;   ///< plane, row, column: pixels of the class in the cell
    std::vector<uint16_t> majority_;
};

/// sum of w * share of `channel` in w's source cell / sum of w: the share of a kernel's weight on
/// positions of that class. What lies off the canvas is of no class.
double purity(const std::vector<Tap>& taps, const CellLabels& sources, uint16_t channel);

/// Means over the cells of a class, or of all.
struct PuritySums {
    std::array<double, kDoublings.size()> everywhere{};  ///< sums, by Doubling
    std::array<double, kDoublings.size()> at_borders{};
    double entropy = 0;  ///< of SAU's kernels, bits
    int64_t cells = 0;
    int64_t border_cells = 0;

    void operator+=(const PuritySums& other);
};

/// One level of one decoder with the labels on both of its grids.
class LevelPurity {
public:
    /// `index` of the level, 0 the coarsest.
    LevelPurity(const Insides& insides, const Reassembly& reassembly, int64_t index);

    const CellLabels& sources() const { return sources_; }
    const CellLabels& targets() const { return targets_; }

    /// Of one target cell; none where void has its majority.
    std::optional<double> at(Doubling how, int64_t y, int64_t x) const;

    /// Over the target cells of the picture, NaN on void; h,w.
    Array map(Doubling how) const;
    Array entropy_map() const;

    /// By channel of the target's majority; model().classes entries. Without kept kernels SAU's
    /// are zero. Entropies cost as much again, and are zero where they are not asked for.
    std::vector<PuritySums> by_class(bool entropies = true) const;

private:
    int64_t picture_height() const;
    int64_t picture_width() const;
    struct Scratch {
        std::vector<Tap> taps;
        std::vector<float> shares;
    };
    using Purities = std::array<double, kDoublings.size()>;

    bool is_pure(int64_t y, int64_t x) const {
        return pure_[static_cast<size_t>(y / 2 * sources_.width() + x / 2)] != 0;
    }
    double by_taps(Doubling how, int64_t y, int64_t x, uint16_t channel, Scratch& scratch) const;
    Purities by_windows(int64_t y, int64_t x, uint16_t channel, Scratch& scratch) const;
    void fill_windows();

    const Insides& insides_;
    const Level& level_;
    bool sau_;
    int64_t cell_;
    CellLabels sources_;
    CellLabels targets_;
    int64_t reach_;              ///< side of a window that all kernels stay in
    std::vector<uint8_t> pure_;  ///< by source cell: nothing around it is of another class
    /// What a fixed rule takes from the window around y / 2, x / 2, by 2 (y mod 2) + x mod 2; rims
    /// aside, where it repeats cells.
    std::array<std::array<std::vector<float>, 4>, kDoublings.size()> windows_;
};

}  // namespace tessera
