// One handler for each way to move.
#include "ui/canvas/canvas_navigator.h"

#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QPointingDevice>
#include <QWheelEvent>
#include <cmath>

#include "ui/canvas/canvas_view.h"

namespace tessera::ui {

namespace {
constexpr qreal kNotch = 120;  // wheel units
constexpr qreal kNotchFactor = 1.25;
constexpr qreal kArrowStep = 64;  // logical pixels
}  // namespace

bool CanvasNavigator::handle(QEvent* event) {
    switch (event->type()) {
        case QEvent::KeyPress:
            return key(*static_cast<QKeyEvent*>(event), true);
        case QEvent::KeyRelease:
            return key(*static_cast<QKeyEvent*>(event), false);
        case QEvent::FocusOut:
            letGo();
            return false;
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonDblClick:
            return press(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseMove:
            return move(*static_cast<QMouseEvent*>(event));
        case QEvent::MouseButtonRelease:
            return release(*static_cast<QMouseEvent*>(event));
        case QEvent::Wheel:
            return wheel(*static_cast<QWheelEvent*>(event));
        case QEvent::Gesture:
            return gesture(*static_cast<QGestureEvent*>(event));
        case QEvent::NativeGesture:
            return nativeGesture(*static_cast<QNativeGestureEvent*>(event));
        default:
            return false;
    }
}

std::optional<QCursor> CanvasNavigator::cursor() const {
    if (dragged_ != Qt::NoButton) {
        return QCursor(Qt::ClosedHandCursor);
    }
    return space_ ? std::optional(QCursor(Qt::OpenHandCursor)) : std::nullopt;
}

bool CanvasNavigator::key(const QKeyEvent& event, bool pressed) {
    if (event.key() == Qt::Key_Space && !view_.isPainting()) {
        if (!event.isAutoRepeat()) {
            space_ = pressed;
            view_.updateCursor();
        }
        return true;
    }
    return pressed && event.modifiers() == Qt::NoModifier && arrow(event.key());
}

bool CanvasNavigator::arrow(int key) {
    switch (key) {
        case Qt::Key_Left:
            view_.panBy({kArrowStep, 0});
            return true;
        case Qt::Key_Right:
            view_.panBy({-kArrowStep, 0});
            return true;
        case Qt::Key_Up:
            view_.panBy({0, kArrowStep});
            return true;
        case Qt::Key_Down:
            view_.panBy({0, -kArrowStep});
            return true;
        default:
            return false;
    }
}

bool CanvasNavigator::press(const QMouseEvent& event) {
    const bool drags =
        event.button() == Qt::MiddleButton || (space_ && event.button() == Qt::LeftButton);
    if (!drags || view_.isPainting()) {
        return false;
    }
    dragged_ = event.button();
    last_ = event.position();
    view_.updateCursor();
    return true;
}

bool CanvasNavigator::move(const QMouseEvent& event) {
    if (dragged_ == Qt::NoButton) {
        return false;
    }
    view_.panBy(event.position() - last_);
    last_ = event.position();
    return true;
}

bool CanvasNavigator::release(const QMouseEvent& event) {
    if (dragged_ == Qt::NoButton || event.button() != dragged_) {
        return false;
    }
    dragged_ = Qt::NoButton;
    view_.updateCursor();
    return true;
}

bool CanvasNavigator::wheel(const QWheelEvent& event) {
    const bool touchpad = event.device()->type() == QInputDevice::DeviceType::TouchPad;
    if (touchpad && !(event.modifiers() & Qt::ControlModifier)) {
        const QPoint delta =
            event.pixelDelta().isNull() ? event.angleDelta() / 2 : event.pixelDelta();
        view_.panBy(delta);
        return true;
    }
    const qreal notches = event.angleDelta().y() / kNotch;
    PointerEvent pointer;
    pointer.position = view_.transform().toPicture(event.position());
    pointer.view = event.position();
    pointer.modifiers = event.modifiers();
    pointer.scale = view_.transform().scale();
    if (!view_.tool() || !view_.tool()->wheel(notches, pointer)) {
        view_.zoomBy(std::pow(kNotchFactor, notches), event.position());
    }
    return true;
}

bool CanvasNavigator::gesture(const QGestureEvent& event) {
    const auto* pinch = static_cast<QPinchGesture*>(event.gesture(Qt::PinchGesture));
    if (!pinch) {
        return false;
    }
    if (pinch->state() == Qt::GestureStarted) {
        view_.cancelPainting();
    }
    const QPointF centre = view_.mapFromGlobal(pinch->centerPoint());
    if (pinch->changeFlags() & QPinchGesture::CenterPointChanged) {
        view_.panBy(pinch->centerPoint() - pinch->lastCenterPoint());
    }
    if (pinch->changeFlags() & QPinchGesture::ScaleFactorChanged) {
        view_.zoomBy(pinch->scaleFactor(), centre);
    }
    return true;
}

bool CanvasNavigator::nativeGesture(const QNativeGestureEvent& event) {
    switch (event.gestureType()) {
        case Qt::ZoomNativeGesture:
            view_.zoomBy(1 + event.value(), event.position());
            return true;
        case Qt::SmartZoomNativeGesture:
            view_.fit();
            return true;
        default:
            return false;
    }
}

void CanvasNavigator::letGo() {
    space_ = false;
    dragged_ = Qt::NoButton;
    view_.updateCursor();
}

}  // namespace tessera::ui
