// Hand and zoom ask the canvas to move.
#include "ui/tools/view_tools.h"

#include <cmath>

namespace tessera::ui {

namespace {
constexpr qreal kClickFactor = 1.5;
constexpr qreal kDragStart = 4;       // logical pixels
constexpr qreal kDragDoubling = 120;  // logical pixels that double the zoom
}  // namespace

HandTool::HandTool(ToolContext context, QObject* parent)
    : Tool(context,
           {ToolId::Hand,
            tr("Hand"),
            Icon::Hand,
            Qt::Key_H,
            tr("Drag to move the picture · holding Space does the same in every tool"),
            {},
            false},
           parent) {}

void HandTool::press(const PointerEvent& event) {
    last_ = event.view;
    down_ = true;
    Q_EMIT appearanceChanged();
}

void HandTool::drag(const PointerEvent& event) {
    const QPointF delta = event.view - last_;
    last_ = event.view;
    Q_EMIT panRequested(delta);
}

void HandTool::release(const PointerEvent&) {
    down_ = false;
    Q_EMIT appearanceChanged();
}

QCursor HandTool::cursor() const {
    return down_ ? Qt::ClosedHandCursor : Qt::OpenHandCursor;
}

ZoomTool::ZoomTool(ToolContext context, QObject* parent)
    : Tool(context,
           {ToolId::Zoom,
            tr("Zoom"),
            Icon::Zoom,
            Qt::Key_Z,
            tr("Click zooms in, Ctrl-click out, dragging zooms steplessly · so does the wheel"),
            {},
            false},
           parent) {}

void ZoomTool::press(const PointerEvent& event) {
    pressed_ = event.view;
    last_ = event.view;
    dragged_ = false;
}

void ZoomTool::drag(const PointerEvent& event) {
    dragged_ = dragged_ || std::abs(event.view.x() - pressed_.x()) >= kDragStart;
    if (dragged_) {
        const qreal factor = std::exp2((event.view.x() - last_.x()) / kDragDoubling);
        last_ = event.view;
        Q_EMIT zoomRequested(factor, pressed_);
    }
}

void ZoomTool::release(const PointerEvent& event) {
    if (!dragged_) {
        const bool out = event.modifiers & Qt::ControlModifier;
        Q_EMIT zoomRequested(out ? 1 / kClickFactor : kClickFactor, event.view);
    }
}

}  // namespace tessera::ui
