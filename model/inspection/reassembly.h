// Where each upsampled position comes from: SAU's kernels of one render, and what fixed rules would
// have taken in their place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/inspection/insides.h"

namespace tessera {

/// How a feature map is doubled, or would be.
enum class Doubling { sau, uniform, bilinear, bicubic, nearest };

/// A source position and its weight. Positions may lie outside the map, where features are zero.
struct Tap {
    int64_t y = 0;
    int64_t x = 0;
    float weight = 0;
};

/// One level: a map of `source_height` x `source_width` doubled. Kernels are read from the arrays
/// of the render, never copied.
class Level {
public:
    /// Source and target on the canvas; `kernels` k*k,h,w covers the picture's part of the target,
    /// and is null where only fixed rules are wanted, in whose windows `side` counts.
    Level(int64_t source_height, int64_t source_width, int64_t side, const Array* kernels);

    int64_t source_height() const { return source_height_; }
    int64_t source_width() const { return source_width_; }
    int64_t side() const { return side_; }  ///< k

    /// What target cell (y, x) is made of:
    ///   uniform, sau: the k x k positions around (y / 2, x / 2), row by row, outside ones
    ///   included; bilinear, bicubic: 4 and 16 positions, half-pixel centres, a = -0.75, clamped at
    ///   the rim
    ///     (two taps may then share a position); nearest: one.
    /// Replaces what `taps` holds. Beyond the picture, where its last row and column are repeated
    /// to fill the canvas, the nearest kept kernel stands for the cell's own. Throws
    /// std::out_of_range beyond the canvas, std::runtime_error where no kernels were kept.
    void taps(Doubling how, int64_t y, int64_t x, std::vector<Tap>& taps) const;

    /// The same as a window of side() x side() around (y / 2, x / 2), row by row; what falls out of
    /// it is left out (of bicubic, where k is 3).
    std::vector<float> window(Doubling how, int64_t y, int64_t x) const;

    /// The weights of tap i, row by row from 0, for target row y; columns from kept_width() on have
    /// the last one's. Only where kernels were kept.
    const float* kept_row(int64_t tap, int64_t y) const;
    int64_t kept_width() const { return kernels_->shape[2]; }

private:
    void append_kernel(int64_t y, int64_t x, std::vector<Tap>& taps) const;

    int64_t source_height_;
    int64_t source_width_;
    int64_t side_;
    const Array* kernels_;
};

/// All levels of one decoder, coarsest first. Lives no longer than its Insides.
class Reassembly {
public:
    /// `decoder` as NetworkTraits::decoders has it. Without kept kernels only fixed rules can be
    /// read.
    Reassembly(const Insides& insides, const std::string& decoder);

    int64_t count() const { return static_cast<int64_t>(levels_.size()); }
    const Level& level(int64_t index) const { return levels_.at(static_cast<size_t>(index)); }

    /// Pixels of the picture a side of one target cell of a level; its source cells are twice that.
    int64_t target_cell(int64_t index) const { return int64_t{1} << (count() - 1 - index); }

    /// The kernels of all levels composed from pixel (y, x) down to the bottleneck, as though the
    /// convolutions between them were identity: weights over the source of the finest level first,
    /// the bottleneck's last; what falls outside a map is lost, as in the network.
    std::vector<Array> trace(Doubling how, int64_t y, int64_t x) const;

private:
    std::vector<Level> levels_;
};

/// -sum w log2(w) in bits, of weights that sum to about 1.
double entropy(const std::vector<Tap>& taps);

}  // namespace tessera
