// Line, rectangle and ellipse: drawn from where the pointer went down to where it is.
#pragma once

#include "ui/tools/tip_outline.h"
#include "ui/tools/tool.h"

namespace tessera::ui {

/// The shape is painted while it is dragged, each time in place of the last one, so that labels and
/// photo show it at once; the release keeps it as one stroke. Shift constrains (to steps of 15
/// degrees, squares, circles), Ctrl draws from the middle.
class ShapeTool : public Tool {
    Q_OBJECT

public:
    using Tool::Tool;

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;
    QCursor cursor() const override { return Qt::CrossCursor; }

protected:
    virtual PaintShape shape(QPointF from, const PointerEvent& to) const = 0;

private:
    void repaint(const PointerEvent& event);

    QPointF from_;
};

class LineTool : public ShapeTool {
    Q_OBJECT

public:
    explicit LineTool(ToolContext context, QObject* parent = nullptr);

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void hover(const PointerEvent& event) override;
    void leave() override;
    void paint(QPainter& painter, const ViewTransform& transform) const override;
    QRectF paintedArea(const ViewTransform& transform) const override;

protected:
    PaintShape shape(QPointF from, const PointerEvent& to) const override;

private:
    TipOutline outline_;
};

class RectangleTool : public ShapeTool {
    Q_OBJECT

public:
    explicit RectangleTool(ToolContext context, QObject* parent = nullptr);

protected:
    PaintShape shape(QPointF from, const PointerEvent& to) const override;
};

class EllipseTool : public ShapeTool {
    Q_OBJECT

public:
    explicit EllipseTool(ToolContext context, QObject* parent = nullptr);

protected:
    PaintShape shape(QPointF from, const PointerEvent& to) const override;
};

}  // namespace tessera::ui
