// A circle or square around the pointer, with a dot when it is too small to be seen.
#include "ui/tools/tip_outline.h"

#include <algorithm>

#include "ui/canvas/view_transform.h"
#include "ui/tools/overlay_pen.h"

namespace tessera::ui {

namespace {
constexpr qreal kSmallest = 5;  // logical pixels across
}

QRectF TipOutline::box(const ViewTransform& transform, double size) const {
    const qreal across = std::max(size * transform.scale(), kSmallest);
    return QRectF(transform.toView(*position_) - QPointF(across, across) / 2,
                  QSizeF(across, across));
}

QRectF TipOutline::area(const ViewTransform& transform, double size) const {
    return position_ ? box(transform, size).adjusted(-2, -2, 2, 2) : QRectF();
}

void TipOutline::paint(QPainter& painter,
                       const ViewTransform& transform,
                       double size,
                       BrushTip tip) const {
    if (!position_) {
        return;
    }
    const QRectF around = box(transform, size);
    strokeOverlay(painter, [&] {
        if (tip == BrushTip::Round) {
            painter.drawEllipse(around);
        } else {
            painter.drawRect(around);
        }
    });
}

}  // namespace tessera::ui
