// Semantic purity: how much of what upsampling draws from belongs to the class that it draws.
#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <vector>

#include "model/inspection/cell_labels.h"
#include "model/inspection/reassembly.h"

namespace tessera {

inline constexpr std::array kDoublings{
    Doubling::sau, Doubling::uniform, Doubling::bilinear, Doubling::bicubic, Doubling::nearest};

/// The label map on cells of 1, 2, 4 ... pixels a side: all that the levels of `reassembly` lie on,
/// with a margin that its windows stay in. Empty where there are no levels.
std::vector<CellLabels> label_pyramid(const Insides& insides, const Reassembly& reassembly);

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

    /// A cell, which is counted apart.
    void add(const std::array<double, kDoublings.size()>& purities, bool border);
    void operator+=(const PuritySums& other);
};

/// One level of one decoder with the labels on both of its grids. Lives no longer than what it is
/// made of.
class LevelPurity {
public:
    /// `index` of the level, 0 the coarsest; `pyramid` as label_pyramid() gives it.
    LevelPurity(const Insides& insides,
                const Reassembly& reassembly,
                const std::vector<CellLabels>& pyramid,
                int64_t index);

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
    using Purities = std::array<double, kDoublings.size()>;
    using FixedWeights = std::array<float, kDoublings.size() - 1>;  ///< all but SAU's

    /// The cells of a row whose windows hold more than their own class.
    struct Mixed {
        std::vector<int64_t> columns;
        std::vector<const uint16_t*> counts;  ///< of their classes, where their windows begin
        std::vector<Purities> purities;
    };

    int64_t picture_height() const;
    int64_t picture_width() const;
    bool is_pure(int64_t y, int64_t x) const {
        return pure_[static_cast<size_t>(y / 2 * sources_.width() + x / 2)] != 0;
    }
    /// By target position along one axis and place in the window: what fixed rules take from there.
    std::vector<FixedWeights> axis_weights(bool rows, int64_t size) const;
    const std::vector<Mixed>& mixed() const;  ///< by row; found when it is first asked for
    void find_mixed(int64_t y, Mixed& row) const;
    void add_fixed(int64_t y, Mixed& row) const;
    void add_sau(int64_t y, Mixed& row) const;

    const Insides& insides_;
    const Level& level_;
    bool sau_;
    int64_t cell_;
    const CellLabels& sources_;
    const CellLabels& targets_;
    int64_t reach_;              ///< side of a window around y / 2, x / 2 that all kernels stay in
    std::vector<uint8_t> pure_;  ///< by source cell: nothing around it is of another class
    std::vector<FixedWeights> rows_;
    std::vector<FixedWeights> columns_;
    mutable std::vector<Mixed> mixed_;
    mutable std::once_flag found_;
};

}  // namespace tessera
