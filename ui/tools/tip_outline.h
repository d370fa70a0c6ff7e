// The ring at the pointer that shows how much a brush or line covers.
#pragma once

#include <QPointF>
#include <QRectF>
#include <optional>

#include "core/labels/paint_operation.h"

class QPainter;

namespace tessera::ui {

class ViewTransform;

/// At true size on screen; sizes are picture pixels across.
class TipOutline {
public:
    void moveTo(QPointF position) { position_ = position; }  ///< in picture pixels
    void hide() { position_.reset(); }

    /// What paint() covers, in view points; empty while hidden.
    QRectF area(const ViewTransform& transform, double size) const;
    void paint(QPainter& painter, const ViewTransform& transform, double size, BrushTip tip) const;

private:
    QRectF box(const ViewTransform& transform, double size) const;

    std::optional<QPointF> position_;
};

}  // namespace tessera::ui
