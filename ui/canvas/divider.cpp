// Geometry and looks of the divider.
#include "ui/canvas/divider.h"

#include <QLineF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/canvas/view_transform.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr qreal kHandleRadius = 14;
constexpr qreal kCatch = 5;  // logical pixels to each side of the line that catch it

QRectF shownPicture(const ViewTransform& transform, const QRectF& view) {
    return transform.pictureInView() & view;
}

void paintArrows(QPainter& painter, QPointF centre) {
    for (const qreal side : {-1.0, 1.0}) {
        const QPointF tip = centre + QPointF(side * 7, 0);
        painter.drawLine(tip, tip + QPointF(-side * 3.5, -3.5));
        painter.drawLine(tip, tip + QPointF(-side * 3.5, 3.5));
    }
    painter.drawLine(centre - QPointF(6.5, 0), centre + QPointF(6.5, 0));
}
}  // namespace

void Divider::setPosition(qreal position) {
    position_ = std::clamp(position, 0.0, 1.0);
}

qreal Divider::viewX(const ViewTransform& transform, const QRectF& view) const {
    const QRectF shown = shownPicture(transform, view);
    const QRectF whole = transform.pictureInView();
    const qreal x = whole.left() + position_ * whole.width();
    return std::round(std::clamp(x, shown.left(), std::max(shown.left(), shown.right())));
}

QPointF Divider::handle(const ViewTransform& transform, const QRectF& view) const {
    return {viewX(transform, view), std::round(shownPicture(transform, view).center().y())};
}

QRectF Divider::area(const ViewTransform& transform, const QRectF& view) const {
    const QRectF shown = shownPicture(transform, view);
    const qreal reach = kHandleRadius + 2;
    return QRectF(viewX(transform, view) - reach, shown.top(), 2 * reach, shown.height())
        .united(
            QRectF(handle(transform, view) - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach)));
}

bool Divider::hit(const ViewTransform& transform, const QRectF& view, QPointF point) const {
    if (QLineF(handle(transform, view), point).length() <= kHandleRadius) {
        return true;
    }
    const QRectF shown = shownPicture(transform, view);
    return std::abs(point.x() - viewX(transform, view)) <= kCatch && point.y() >= shown.top() &&
           point.y() <= shown.bottom();
}

void Divider::beginDrag(const ViewTransform& transform, const QRectF& view, QPointF point) {
    dragged_ = true;
    grip_ = viewX(transform, view) - point.x();
}

void Divider::drag(const ViewTransform& transform, QPointF point) {
    const QRectF whole = transform.pictureInView();
    if (whole.width() > 0) {
        setPosition((point.x() + grip_ - whole.left()) / whole.width());
    }
}

void Divider::paint(QPainter& painter, const ViewTransform& transform, const QRectF& view) const {
    const QRectF shown = shownPicture(transform, view);
    const qreal x = viewX(transform, view);
    const QPointF centre = handle(transform, view);
    painter.fillRect(QRectF(x - 1, shown.top(), 2, shown.height()), colours().overlay);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours().overlay);
    painter.drawEllipse(centre, kHandleRadius, kHandleRadius);
    painter.setPen(QPen(colours().halo, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    paintArrows(painter, centre);
    painter.restore();
}

}  // namespace tessera::ui
