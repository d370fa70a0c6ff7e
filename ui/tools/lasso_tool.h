// Lasso: a polygon drawn by hand, by clicks, or by both, then filled.
#pragma once

#include <QPolygonF>

#include "ui/tools/tool.h"

namespace tessera::ui {

/// Dragging draws freely and the release closes. Clicks set corners instead; a double click, a
/// click on the first corner, or Enter closes; Backspace takes back a corner, Esc everything.
class LassoTool : public Tool {
    Q_OBJECT

public:
    explicit LassoTool(ToolContext context, QObject* parent = nullptr);

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;
    void hover(const PointerEvent& event) override;
    bool doubleClick(const PointerEvent& event) override;
    bool keyPress(int key) override;
    QCursor cursor() const override { return Qt::CrossCursor; }
    void paint(QPainter& painter, const ViewTransform& transform) const override;
    QRectF paintedArea(const ViewTransform& transform) const override;

private:
    void close();
    bool atFirstCorner(const PointerEvent& event) const;

    QPolygonF points_;   // in picture pixels; empty: nothing begun
    QPointF pointer_;    // where the open end goes
    QPointF pressedAt_;  // in view points
    bool free_ = false;  // this press has become a drag
};

}  // namespace tessera::ui
