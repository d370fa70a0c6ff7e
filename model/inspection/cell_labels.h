// A label map seen on square cells: how much of a cell each class has.
#pragma once

#include <vector>

#include "model/inspection/insides.h"
#include "model/inspection/reassembly.h"

namespace tessera {

/// Pixels of every class in every cell, and which class has most. On the canvas, whose rim repeats
/// the picture's.
class CellLabels {
public:
    /// `cell` pixels a side. Around the canvas lie `margin` cells of no class.
    CellLabels(const Insides& insides, int64_t cell, int64_t margin = 0);

    /// On cells of twice the side: each is four of these.
    CellLabels coarser() const;

    int64_t height() const { return height_; }
    int64_t width() const { return width_; }
    int64_t margin() const { return margin_; }
    int64_t pixels_of_cell() const { return cell_ * cell_; }

    /// Share of a class in the cell, 0 to 1; 0 for a cell off the canvas and for void.
    float share(int64_t y, int64_t x, uint16_t channel) const {
        return static_cast<float>(count(plane(channel), y, x)) /
               static_cast<float>(pixels_of_cell());
    }

    /// sum of w * share of the class in w's cell.
    double own(const std::vector<Tap>& taps, uint16_t channel) const;

    /// Pixels of a class in cell (y, x); its rows are row() apart. Null where the class is not in
    /// the picture.
    const uint16_t* counts(uint16_t channel, int64_t y, int64_t x) const {
        const uint16_t* const from = plane(channel);
        return from == nullptr ? nullptr : from + place(y, x);
    }
    int64_t row() const { return width_ + 2 * margin_; }

    /// The class with the most pixels, the lower channel of two alike; kNone where void has the
    /// most.
    uint16_t majority(int64_t y, int64_t x) const {
        return majority_[static_cast<size_t>(place(y, x))];
    }

    /// Whether one of the eight cells around has another majority.
    bool at_border(int64_t y, int64_t x) const;

    /// By cell: whether the side x side cells around it lie on the canvas and are wholly of one
    /// class. `side` odd.
    std::vector<uint8_t> pure_windows(int64_t side) const;

    static constexpr uint16_t kNone = 0xffff;

private:
    CellLabels(int64_t height, int64_t width, int64_t cell, int64_t margin);

    int64_t place(int64_t y, int64_t x) const { return (y + margin_) * row() + x + margin_; }
    size_t plane_size() const { return static_cast<size_t>((height_ + 2 * margin_) * row()); }
    const uint16_t* plane(uint16_t channel) const;
    uint16_t count(const uint16_t* plane, int64_t y, int64_t x) const {
        const bool there = plane != nullptr && y >= 0 && x >= 0 && y < height_ && x < width_;
        return there ? plane[place(y, x)] : 0;
    }
    void count_pixels(const Insides& insides);
    void find_majorities();

    int64_t height_;
    int64_t width_;
    int64_t cell_;
    int64_t margin_;
    std::vector<uint16_t> channels_;  ///< by plane, ascending
    std::vector<int32_t> plane_of_;   ///< by channel; -1: not in the picture
    std::vector<uint16_t> counts_;    ///< plane, row, column; void is the last plane
    std::vector<uint16_t> majority_;  ///< row, column
};

}  // namespace tessera
