// Tools that move the view, for those who don't use Space and wheel.
#pragma once

#include "ui/tools/tool.h"

namespace tessera::ui {

/// Drags the picture.
class HandTool : public Tool {
    Q_OBJECT

public:
    explicit HandTool(ToolContext context, QObject* parent = nullptr);

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    QCursor cursor() const override;

private:
    QPointF last_;
    bool down_ = false;
};

/// A click zooms in, with Ctrl out; dragging right and left zooms steplessly.
class ZoomTool : public Tool {
    Q_OBJECT

public:
    explicit ZoomTool(ToolContext context, QObject* parent = nullptr);

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    QCursor cursor() const override { return Qt::SizeHorCursor; }

private:
    QPointF pressed_;
    QPointF last_;
    bool dragged_ = false;
};

}  // namespace tessera::ui
