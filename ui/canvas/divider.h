// The line between labels and photo that one drags.
#pragma once

#include <QPointF>
#include <QRectF>

class QPainter;

namespace tessera::ui {

class ViewTransform;

/// Stands at a fraction of the picture's width, but never outside of what the view shows of the
/// picture, so that it can always be caught.
class Divider {
public:
    qreal position() const { return position_; }  ///< 0: all photo, 1: all labels
    void setPosition(qreal position);

    /// Where it stands now, in view points.
    qreal viewX(const ViewTransform& transform, const QRectF& view) const;
    /// Everything that paint() covers.
    QRectF area(const ViewTransform& transform, const QRectF& view) const;
    /// Is this view point on the line or its handle?
    bool hit(const ViewTransform& transform, const QRectF& view, QPointF point) const;

    bool isDragged() const { return dragged_; }
    void beginDrag(const ViewTransform& transform, const QRectF& view, QPointF point);
    void drag(const ViewTransform& transform, QPointF point);
    void endDrag() { dragged_ = false; }

    void paint(QPainter& painter, const ViewTransform& transform, const QRectF& view) const;

private:
    QPointF handle(const ViewTransform& transform, const QRectF& view) const;

    qreal position_ = 0.5;
    qreal grip_ = 0;  // from the pointer to the line, while dragged
    bool dragged_ = false;
};

}  // namespace tessera::ui
