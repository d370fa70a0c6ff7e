// Hands mouse and pen to the divider or to the tool in hand, in picture coordinates.
#pragma once

#include <QPointF>
#include <optional>

#include "ui/canvas/canvas_tool.h"

class QEvent;
class QKeyEvent;
class QMouseEvent;
class QTabletEvent;

namespace tessera::ui {

class CanvasView;

class CanvasPointer {
public:
    explicit CanvasPointer(CanvasView& view) : view_(view) {}

    bool handle(QEvent* event);

    bool isPainting() const { return button_ != Qt::NoButton; }
    bool isOnDivider() const { return onDivider_; }

    /// Takes back what the tool is doing; what follows until the release is ignored.
    void cancel();

private:
    bool mouse(const QMouseEvent& event);
    bool tablet(const QTabletEvent& event);
    bool key(const QKeyEvent& event);
    void modifierChanged(const QKeyEvent& event, bool pressed);
    void enter();
    void leave();

    PointerEvent at(QPointF view, qreal pressure, Qt::KeyboardModifiers modifiers) const;
    bool press(const PointerEvent& event, Qt::MouseButton button);
    bool move(const PointerEvent& event);
    bool release(const PointerEvent& event, Qt::MouseButton button);
    void tell(const PointerEvent& event);

    CanvasView& view_;
    Qt::MouseButton button_ = Qt::NoButton;  // that the tool is dragged with
    std::optional<QPointF> hover_;           // where the pointer is, in view points
    bool onDivider_ = false;
};

}  // namespace tessera::ui
