// The geometry of handles.
#include "ui/change/placed_box.h"

#include <QLineF>
#include <algorithm>

namespace tessera::ui {

QCursor Grip::cursor() const {
    if (isMiddle()) {
        return Qt::SizeAllCursor;
    }
    if (isCorner()) {
        return x == y ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor;
    }
    return x == 0.5 ? Qt::SizeVerCursor : Qt::SizeHorCursor;
}

std::array<Grip, 8> handles() {
    // Corners first: they win where a small box brings them close to the edges' handles.
    return {Grip{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0.5, 0}, {0.5, 1}, {0, 0.5}, {1, 0.5}};
}

QPointF handleAt(const QRectF& box, const Grip& grip) {
    return {box.left() + grip.x * box.width(), box.top() + grip.y * box.height()};
}

std::optional<Grip> gripAt(const QRectF& box, QPointF point, qreal reach) {
    for (const Grip& grip : handles()) {
        if (QLineF(handleAt(box, grip), point).length() <= reach) {
            return grip;
        }
    }
    return box.contains(point) ? std::optional(Grip{}) : std::nullopt;
}

QRectF dragged(const QRectF& box, const Grip& grip, QPointF from, QPointF to, bool freely) {
    const QPointF delta = to - from;
    if (grip.isMiddle()) {
        return box.translated(delta);
    }
    // A grip at 0 grows the box against the drag, at 1 with it, at 0.5 not at all.
    qreal width = std::max<qreal>(1, box.width() + (2 * grip.x - 1) * delta.x());
    qreal height = std::max<qreal>(1, box.height() + (2 * grip.y - 1) * delta.y());
    if (grip.isCorner() && !freely) {
        // The drag's part along the diagonal.
        const QPointF diagonal((2 * grip.x - 1) * box.width(), (2 * grip.y - 1) * box.height());
        const qreal along =
            QPointF::dotProduct(delta, diagonal) / QPointF::dotProduct(diagonal, diagonal);
        const qreal scale = std::max(1 + along, 1 / std::min(box.width(), box.height()));
        width = scale * box.width();
        height = scale * box.height();
    }
    // The opposite point stays.
    const QPointF anchor = handleAt(box, {1 - grip.x, 1 - grip.y});
    return {anchor.x() - (1 - grip.x) * width, anchor.y() - (1 - grip.y) * height, width, height};
}

}  // namespace tessera::ui
