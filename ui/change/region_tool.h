// Draws a lasso that is kept, and picks classes by clicks: where "replace class" works.
#pragma once

#include <QPolygonF>

#include "ui/canvas/canvas_tool.h"

namespace tessera::ui {

class RegionTool : public CanvasTool {
    Q_OBJECT

public:
    using CanvasTool::CanvasTool;

    /// In picture pixels; empty: none.
    const QPolygonF& lasso() const { return lasso_; }
    void clearLasso();

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;
    bool keyPress(int key) override;
    QCursor cursor() const override { return Qt::CrossCursor; }
    void paint(QPainter& painter, const ViewTransform& transform) const override;
    QRectF paintedArea(const ViewTransform& transform) const override;

Q_SIGNALS:
    void lassoDrawn();
    void clicked(const QPoint& pixel);  ///< maybe outside of the picture
    void confirmed();                   ///< Enter
    void dismissed();                   ///< Esc

private:
    QPolygonF lasso_;
    QPolygonF drawn_;    // while it is drawn
    QPointF pressedAt_;  // in view points
};

}  // namespace tessera::ui
