// Undo by region: the old pixels of the tiles that a stroke touched.
#pragma once

#include <QRect>
#include <QSize>
#include <cstdint>
#include <vector>

#include "core/labels/label_map.h"

namespace tessera {

/// Pixels of a set of 64 x 64 tiles of a label map, run-length coded (a tile that this would not
/// make smaller is kept as it is).
class LabelPatch {
public:
    static constexpr int kTileShift = 6;
    static constexpr int kTileSide = 1 << kTileShift;

    bool isEmpty() const { return tiles_.empty(); }
    qint64 bytes() const;

    /// Keeps the pixels of a tile as they are now.
    void add(const LabelMap& labels, int column, int row);

    /// Exchanges the kept pixels with the map's, so that a second call undoes the first. Returns
    /// the smallest rectangle that holds all that changed.
    QRect exchange(LabelMap& labels);

    /// Gives back spare memory.
    void squeeze();

private:
    struct Tile {
        uint16_t column;
        uint16_t row;
        uint32_t begin;  ///< of its code in code_
        uint32_t end;
    };

    QRect restore(const Tile& tile, LabelMap& labels) const;

    std::vector<Tile> tiles_;
    std::vector<uint16_t> code_;
};

/// Watches a map while it is painted: keeps each tile before its first change.
class LabelRecorder {
public:
    explicit LabelRecorder(QSize canvas);

    /// To be called before pixels first .. last-1 of row y are overwritten.
    void willChange(const LabelMap& labels, int y, int first, int last);

    bool isEmpty() const { return patch_.isEmpty(); }
    const LabelPatch& patch() const { return patch_; }
    /// What was kept; the recorder is spent then.
    LabelPatch take();

private:
    int columns_;
    std::vector<uint8_t> kept_;  ///< a flag a tile
    LabelPatch patch_;
};

}  // namespace tessera
