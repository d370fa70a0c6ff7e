// Scan conversion: from shapes to the runs of pixels whose centres they hold.
#pragma once

#include <QPolygonF>
#include <QRect>
#include <QRectF>
#include <functional>

#include "core/labels/paint_operation.h"

namespace tessera {

/// Gets row y and pixels first .. last-1, perhaps empty or outside the canvas left and right.
using Span = std::function<void(int y, int first, int last)>;

// Each calls `span` for the rows of `canvas` only. Coordinates that are not finite draw nothing.

/// The hull of two dabs: a stroke's piece without gaps. A round piece thinner than about a pixel
/// becomes a line of single pixels, connected by sides or corners.
void capsuleSpans(
    const BrushPoint& a, const BrushPoint& b, BrushTip tip, const QRect& canvas, const Span& span);

/// `outline` > 0: only the border of that thickness, inside the box.
void rectangleSpans(const QRectF& box, double outline, const QRect& canvas, const Span& span);
void ellipseSpans(const QRectF& box, double outline, const QRect& canvas, const Span& span);

/// Odd-even, closed.
void polygonSpans(const QPolygonF& points, const QRect& canvas, const Span& span);

}  // namespace tessera
