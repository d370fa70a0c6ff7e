// A rectangle with eight handles: where the pointer takes hold of it, and what a drag makes of it.
#pragma once

#include <QCursor>
#include <QPointF>
#include <QRectF>
#include <array>
#include <optional>

namespace tessera::ui {

/// Where a box is held: 0 is its left or upper edge, 1 its right or lower one, 0.5 neither. The
/// middle moves the box.
struct Grip {
    qreal x = 0.5;
    qreal y = 0.5;

    bool isMiddle() const { return x == 0.5 && y == 0.5; }
    bool isCorner() const { return x != 0.5 && y != 0.5; }
    QCursor cursor() const;
};

/// The grip at a point, or none. `reach` is how far from a handle it still counts, in the units of
/// the box.
std::optional<Grip> gripAt(const QRectF& box, QPointF point, qreal reach);

/// The middle of a handle.
QPointF handleAt(const QRectF& box, const Grip& grip);

/// All grips but the middle.
std::array<Grip, 8> handles();

/// `box`, held at `grip` when the pointer was at `from`, now that it is at `to`. Corners keep the
/// proportions unless `freely`; no side becomes shorter than 1.
QRectF dragged(const QRectF& box, const Grip& grip, QPointF from, QPointF to, bool freely);

}  // namespace tessera::ui
