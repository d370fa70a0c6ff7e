// Moves and zooms the canvas: wheel, pinch, Space or middle drag, arrow keys.
#pragma once

#include <QCursor>
#include <QPointF>
#include <optional>

class QEvent;
class QGestureEvent;
class QKeyEvent;
class QMouseEvent;
class QNativeGestureEvent;
class QWheelEvent;

namespace tessera::ui {

class CanvasView;

class CanvasNavigator {
public:
    explicit CanvasNavigator(CanvasView& view) : view_(view) {}

    /// Hears every event of the canvas before the tool does. True: used up.
    bool handle(QEvent* event);

    /// The hand, while Space is held or the picture is dragged.
    std::optional<QCursor> cursor() const;

private:
    bool key(const QKeyEvent& event, bool pressed);
    bool arrow(int key);
    bool press(const QMouseEvent& event);
    bool move(const QMouseEvent& event);
    bool release(const QMouseEvent& event);
    bool wheel(const QWheelEvent& event);
    bool gesture(const QGestureEvent& event);
    bool nativeGesture(const QNativeGestureEvent& event);
    void letGo();

    CanvasView& view_;
    bool space_ = false;
    Qt::MouseButton dragged_ = Qt::NoButton;  // that drags the picture
    QPointF last_;
};

}  // namespace tessera::ui
