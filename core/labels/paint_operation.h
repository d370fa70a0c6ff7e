// What can be painted: values that a tool makes and a painting applies.
#pragma once

#include <QPointF>
#include <QPolygonF>
#include <QRect>
#include <QRectF>
#include <QString>
#include <optional>
#include <variant>
#include <vector>

#include "core/labels/label_map.h"

namespace tessera {

// Coordinates are canvas pixels: pixel (x, y) covers [x, x+1) x [y, y+1) and is painted when its
// centre is inside the shape. Edges are hard, as labels have no halves.

/// A moment of a stroke. A radius below half a pixel still paints the pixel under it.
struct BrushPoint {
    QPointF position;
    double radius = 0.5;  ///< pixels; pressure is folded in by the tool

    bool operator==(const BrushPoint&) const = default;
};

enum class BrushTip { Round, Square };

/// A piece of a stroke, gap-free between its points. The next piece of the same stroke begins with
/// the last point of this one.
struct BrushSegment {
    std::vector<BrushPoint> points;
    BrushTip tip = BrushTip::Round;
};

/// A straight line with round ends.
struct LineShape {
    QPointF from;
    QPointF to;
    double width = 1;  ///< pixels
};

/// Filled, or an outline of `outline` pixels that lies inside the box.
struct RectangleShape {
    QRectF box;
    double outline = 0;  ///< 0: filled
};

/// Filled, or an outline of `outline` pixels that lies inside the box.
struct EllipseShape {
    QRectF box;
    double outline = 0;  ///< 0: filled
};

/// A filled polygon, closed by itself; odd-even where it crosses itself (a lasso).
struct PolygonShape {
    QPolygonF points;
};

/// Everything of the seed's class: what is connected to it by edges, or everywhere.
struct BucketFill {
    QPoint seed;
    bool contiguous = true;
};

/// Every pixel of a class becomes the operation's label.
struct ReplaceClass {
    uint16_t from = kVoid;
    std::optional<QPolygonF> within;  ///< a lasso; none: everywhere
};

/// A region of another label map, scaled by nearest neighbour into `target`. Its void pixels are
/// transparent. The operation's label is not used.
struct InsertRegion {
    LabelMap source;
    QRect region;  ///< of the source; null: all of it
    QRect target;  ///< on the canvas; its size against the region's is the scale
    bool flipHorizontally = false;
    bool flipVertically = false;
};

/// The whole canvas.
struct FillAll {};

/// The whole map is replaced by another one of the same size. The operation's label is not used.
struct SetLabels {
    LabelMap labels;
};

using PaintShape = std::variant<BrushSegment,
                                LineShape,
                                RectangleShape,
                                EllipseShape,
                                PolygonShape,
                                BucketFill,
                                ReplaceClass,
                                InsertRegion,
                                FillAll,
                                SetLabels>;

/// One change to a label map.
struct PaintOperation {
    PaintShape shape;
    uint16_t label = kVoid;  ///< what is painted; kVoid erases
    std::optional<uint16_t>
        onlyOn;  ///< paint only over pixels of this class; kVoid: only over void
};

class LabelRecorder;
class Palette;

/// What a history calls it: "Brush: tree".
QString operationName(const PaintOperation& operation, const Palette& palette);

/// Paints, and returns the smallest rectangle that holds every pixel that changed (empty: none).
/// `recorder`, when there is one, is shown the old pixels before they are overwritten. Throws
/// std::runtime_error when SetLabels holds a map of another size.
QRect paint(LabelMap& labels, const PaintOperation& operation, LabelRecorder* recorder = nullptr);

}  // namespace tessera
