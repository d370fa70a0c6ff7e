// What the canvas asks of the tool in hand.
#pragma once

#include <QCursor>
#include <QObject>
#include <QPointF>
#include <QRectF>

class QKeyEvent;
class QPainter;

namespace tessera::ui {

class ViewTransform;

/// One moment of a mouse or pen over the canvas.
struct PointerEvent {
    QPointF position;                       ///< in picture pixels; may lie outside the picture
    QPointF view;                           ///< in logical pixels of the canvas
    qreal pressure = 1;                     ///< 0 to 1; 1 for a mouse
    Qt::MouseButton button = Qt::NoButton;  ///< that began the drag; none while hovering
    Qt::KeyboardModifiers modifiers;
    bool eraserEnd = false;  ///< of a pen that was turned over
    qreal scale = 1;         ///< logical pixels a picture pixel: distances on screen
};

/// Hears the pointer in picture coordinates and draws over the picture. The canvas calls press(),
/// then drag() any number of times, then release() or cancel().
class CanvasTool : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void press(const PointerEvent& event) = 0;
    virtual void drag(const PointerEvent& event) = 0;
    virtual void release(const PointerEvent& event) = 0;
    virtual void cancel() {}                    ///< Esc, or a pinch that takes over
    virtual void hover(const PointerEvent&) {}  ///< no button is down
    virtual void leave() {}                     ///< the pointer left the canvas
    /// In place of the second press(). True: used; else press() follows.
    virtual bool doubleClick(const PointerEvent&) { return false; }
    /// The wheel turned by that many notches, away from the hand is positive. True: used; else the
    /// canvas zooms.
    virtual bool wheel(qreal, const PointerEvent&) { return false; }
    virtual bool keyPress(int) { return false; }  ///< Enter, Backspace, …; true: used

    virtual QCursor cursor() const { return Qt::ArrowCursor; }

    /// Draws in view points (logical pixels).
    virtual void paint(QPainter&, const ViewTransform&) const {}
    /// What paint() covers, in view points; may be empty.
    virtual QRectF paintedArea(const ViewTransform&) const { return {}; }

Q_SIGNALS:
    void appearanceChanged();  ///< of cursor or of what paint() draws
    void panRequested(QPointF delta);
    void zoomRequested(qreal factor, QPointF viewPoint);
};

}  // namespace tessera::ui
