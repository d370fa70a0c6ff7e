// Mouse and pen become one stream of events.
#include "ui/canvas/canvas_pointer.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QTabletEvent>
#include <cmath>

#include "ui/canvas/canvas_view.h"

namespace tessera::ui {

bool CanvasPointer::handle(QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonDblClick:
        case QEvent::MouseMove:
        case QEvent::MouseButtonRelease:
            return mouse(*static_cast<QMouseEvent*>(event));
        case QEvent::TabletPress:
        case QEvent::TabletMove:
        case QEvent::TabletRelease:
            return tablet(*static_cast<QTabletEvent*>(event));
        case QEvent::KeyPress:
            return key(*static_cast<QKeyEvent*>(event));
        case QEvent::KeyRelease:
            modifierChanged(*static_cast<QKeyEvent*>(event), false);
            return false;
        case QEvent::Enter:
            enter();
            return false;
        case QEvent::Leave:
            leave();
            return false;
        default:
            return false;
    }
}

void CanvasPointer::cancel() {
    if (button_ == Qt::NoButton) {
        return;
    }
    button_ = Qt::NoButton;
    if (view_.tool_) {
        view_.tool_->cancel();
    }
}

bool CanvasPointer::mouse(const QMouseEvent& event) {
    const PointerEvent pointer = at(event.position(), 1, event.modifiers());
    switch (event.type()) {
        case QEvent::MouseButtonPress:
            return press(pointer, event.button());
        case QEvent::MouseButtonDblClick:
            return (event.button() == Qt::LeftButton && view_.tool_ && !onDivider_ &&
                    view_.tool_->doubleClick(pointer)) ||
                   press(pointer, event.button());
        case QEvent::MouseMove:
            return move(pointer);
        default:
            return release(pointer, event.button());
    }
}

bool CanvasPointer::tablet(const QTabletEvent& event) {
    PointerEvent pointer = at(event.position(), event.pressure(), event.modifiers());
    pointer.eraserEnd = event.pointerType() == QPointingDevice::PointerType::Eraser;
    switch (event.type()) {
        case QEvent::TabletPress:
            // Navigation by the pen's buttons comes as mouse events, which follow when unused.
            return event.button() != Qt::MiddleButton && !view_.isNavigating() &&
                   press(pointer, event.button());
        case QEvent::TabletMove:
            return !view_.isNavigating() && move(pointer);
        default:
            return isPainting() && release(pointer, event.button());
    }
}

bool CanvasPointer::key(const QKeyEvent& event) {
    if (event.key() == Qt::Key_Escape && isPainting()) {
        cancel();
        return true;
    }
    modifierChanged(event, true);
    return view_.tool_ && view_.tool_->keyPress(event.key());
}

// A tool that changes while Ctrl is held shows so before the pointer moves again.
void CanvasPointer::modifierChanged(const QKeyEvent& event, bool pressed) {
    if (event.key() == Qt::Key_Control && view_.tool_ && hover_ && !isPainting() && !onDivider_) {
        Qt::KeyboardModifiers modifiers = event.modifiers();
        modifiers.setFlag(Qt::ControlModifier, pressed);
        view_.tool_->hover(at(*hover_, 1, modifiers));
    }
}

// Keys such as Space belong to what the pointer is over, unless someone is typing.
void CanvasPointer::enter() {
    if (!qobject_cast<QLineEdit*>(QApplication::focusWidget())) {
        view_.setFocus(Qt::MouseFocusReason);
    }
}

void CanvasPointer::leave() {
    onDivider_ = false;
    hover_.reset();
    if (view_.tool_) {
        view_.tool_->leave();
    }
    view_.outlineClassAt({-1, -1});
    Q_EMIT view_.pointerLeft();
}

PointerEvent CanvasPointer::at(QPointF view,
                               qreal pressure,
                               Qt::KeyboardModifiers modifiers) const {
    PointerEvent event;
    event.position = view_.transform_.toPicture(view);
    event.view = view;
    event.pressure = pressure;
    event.button = button_;
    event.modifiers = modifiers;
    event.scale = view_.transform_.scale();
    return event;
}

bool CanvasPointer::press(const PointerEvent& event, Qt::MouseButton button) {
    view_.setFocus(Qt::MouseFocusReason);
    Divider& divider = view_.layers_.divider();
    if (isPainting() || divider.isDragged()) {
        return true;
    }
    if (onDivider_ || (view_.layers_.showsDivider() &&
                       divider.hit(view_.transform_, view_.viewRect(), event.view))) {
        divider.beginDrag(view_.transform_, view_.viewRect(), event.view);
        return true;
    }
    if (!view_.tool_ || (button != Qt::LeftButton && button != Qt::RightButton)) {
        return false;
    }
    button_ = button;
    PointerEvent pressed = event;
    pressed.button = button;
    view_.tool_->press(pressed);
    return true;
}

bool CanvasPointer::move(const PointerEvent& event) {
    tell(event);
    hover_ = event.view;
    Divider& divider = view_.layers_.divider();
    if (divider.isDragged()) {
        const QRectF before = divider.area(view_.transform_, view_.viewRect());
        divider.drag(view_.transform_, event.view);
        view_.refreshDivider(before);
        return true;
    }
    if (!view_.tool_) {
        return false;
    }
    if (isPainting()) {
        view_.tool_->drag(event);
        return true;
    }
    const bool wasOn = onDivider_;
    onDivider_ =
        view_.layers_.showsDivider() && divider.hit(view_.transform_, view_.viewRect(), event.view);
    if (!onDivider_) {
        view_.tool_->hover(event);
    } else if (!wasOn) {
        view_.tool_->leave();
    }
    if (wasOn != onDivider_) {
        view_.updateCursor();
    }
    return true;
}

bool CanvasPointer::release(const PointerEvent& event, Qt::MouseButton button) {
    if (view_.layers_.divider().isDragged()) {
        view_.layers_.divider().endDrag();
        return true;
    }
    if (button_ == Qt::NoButton || button != button_) {
        return false;
    }
    button_ = Qt::NoButton;
    if (view_.tool_) {
        view_.tool_->release(event);
    }
    return true;
}

void CanvasPointer::tell(const PointerEvent& event) {
    const QPoint pixel(static_cast<int>(std::floor(event.position.x())),
                       static_cast<int>(std::floor(event.position.y())));
    view_.outlineClassAt(pixel);
    Q_EMIT view_.pointerMoved(pixel);
}

}  // namespace tessera::ui
