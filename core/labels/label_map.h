// The painting itself: a picture of class indices.
#pragma once

#include <QList>
#include <QRect>
#include <QSize>
#include <cstdint>
#include <vector>

#include "core/palette/void.h"

namespace tessera {

/// Width x height class indices (positions in a palette's list, or kVoid), row by row. An
/// implicitly shared value: copies are cheap, and a band of rows detaches when it is written: a dab
/// on a large map does not copy all of it. Coordinates are pixels from the top left.
class LabelMap {
public:
    LabelMap() = default;  ///< 0 x 0
    LabelMap(int width, int height, uint16_t fill = kVoid) : LabelMap(QSize(width, height), fill) {}
    /// Throws std::runtime_error when a side is negative or above kMaxSide.
    explicit LabelMap(QSize size, uint16_t fill = kVoid);

    /// A square of it in four bytes a pixel is 256 MiB: what the image reader opens at most.
    static constexpr int kMaxSide = 8192;

    static constexpr int kBand = 64;  ///< rows that are shared as one, from the top

    int width() const { return size_.width(); }
    int height() const { return size_.height(); }
    QSize size() const { return size_; }
    QRect rect() const { return {QPoint(0, 0), size_}; }
    bool isEmpty() const { return size_.isEmpty(); }
    bool contains(QPoint p) const { return rect().contains(p); }

    /// Inside the map only.
    uint16_t at(int x, int y) const { return scanLine(y)[x]; }
    uint16_t at(QPoint p) const { return at(p.x(), p.y()); }

    /// width() values; the rows of a band follow one another without gaps. Two maps that share a
    /// row have it at the same place.
    const uint16_t* scanLine(int y) const {
        return bands_.at(y / kBand).constData() + qsizetype{y % kBand} * width();
    }
    /// The same for writing; detaches.
    uint16_t* writableScanLine(int y) {
        return bands_[y / kBand].data() + qsizetype{y % kBand} * width();
    }

    /// The part inside `area`; what lies outside the map is void.
    LabelMap copy(const QRect& area) const;
    /// Nearest neighbour.
    LabelMap scaled(QSize size) const;
    LabelMap mirrored(bool horizontally, bool vertically) const;

    /// Pixels of each class 0 .. classes-1; void and indices beyond are not counted.
    std::vector<qint64> classAreas(int classes) const { return classAreas(classes, 0, height()); }
    /// The same of the rows top .. bottom-1.
    std::vector<qint64> classAreas(int classes, int top, int bottom) const;

    bool operator==(const LabelMap& other) const = default;

private:
    QSize size_{0, 0};
    QList<QList<uint16_t>> bands_;
};

}  // namespace tessera
