// A painting on a canvas with all tools, and a hand that draws on it by real events.
#pragma once

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPointingDevice>
#include <QTabletEvent>
#include <QWheelEvent>

#include "core/document/painting.h"
#include "ui/canvas/canvas_view.h"
#include "ui/tools/class_choice.h"
#include "ui/tools/tool_options.h"
#include "ui/tools/toolbox.h"

namespace tessera::ui {

/// Four classes: a red, b green, c blue, d white.
inline Palette testPalette() {
    return Palette(QStringLiteral("test"),
                   QStringLiteral("Test"),
                   QString(),
                   255,
                   {{0, QStringLiteral("a"), QColor(200, 0, 0), true, {}},
                    {1, QStringLiteral("b"), QColor(0, 200, 0), true, {}},
                    {2, QStringLiteral("c"), QColor(0, 0, 200), true, {}},
                    {3, QStringLiteral("d"), QColor(250, 250, 250), true, {}}});
}

/// A mouse and a pen whose points are picture pixels.
class Hand {
public:
    explicit Hand(CanvasView& canvas) : canvas_(canvas) {}

    void press(QPointF at,
               Qt::KeyboardModifiers modifiers = {},
               Qt::MouseButton button = Qt::LeftButton) {
        button_ = button;
        mouse(QEvent::MouseButtonPress, view(at), button, button, modifiers);
    }
    void move(QPointF at, Qt::KeyboardModifiers modifiers = {}) {
        mouse(QEvent::MouseMove, view(at), Qt::NoButton, button_, modifiers);
    }
    void release(QPointF at, Qt::KeyboardModifiers modifiers = {}) {
        mouse(QEvent::MouseButtonRelease,
              view(at),
              std::exchange(button_, Qt::NoButton),
              Qt::NoButton,
              modifiers);
    }
    void drag(const QList<QPointF>& way,
              Qt::KeyboardModifiers modifiers = {},
              Qt::MouseButton button = Qt::LeftButton) {
        press(way.first(), modifiers, button);
        for (const QPointF& point : way.mid(1)) {
            move(point, modifiers);
        }
        release(way.last(), modifiers);
    }
    void click(QPointF at, Qt::KeyboardModifiers modifiers = {}) { drag({at}, modifiers); }
    void doubleClick(QPointF at) {
        click(at);
        mouse(QEvent::MouseButtonDblClick, view(at), Qt::LeftButton, Qt::LeftButton, {});
        mouse(QEvent::MouseButtonRelease, view(at), Qt::LeftButton, Qt::NoButton, {});
    }
    void pen(QEvent::Type type,
             QPointF at,
             qreal pressure,
             QPointingDevice::PointerType end = QPointingDevice::PointerType::Pen) {
        const QPointF point = view(at);
        const QPointingDevice device(QStringLiteral("pen"),
                                     1,
                                     QInputDevice::DeviceType::Stylus,
                                     end,
                                     QInputDevice::Capability::Pressure,
                                     1,
                                     1);
        QTabletEvent event(type,
                           &device,
                           point,
                           canvas_.mapToGlobal(point),
                           pressure,
                           0,
                           0,
                           0,
                           0,
                           0,
                           {},
                           Qt::LeftButton,
                           Qt::LeftButton);
        QApplication::sendEvent(&canvas_, &event);
    }
    void wheel(QPointF viewPoint, int units) {
        QWheelEvent event(viewPoint,
                          canvas_.mapToGlobal(viewPoint),
                          {},
                          {0, units},
                          Qt::NoButton,
                          {},
                          Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&canvas_, &event);
    }
    void key(QEvent::Type type, int key, Qt::KeyboardModifiers modifiers = {}) {
        QKeyEvent event(type, key, modifiers);
        QApplication::sendEvent(&canvas_, &event);
    }
    void mouse(QEvent::Type type,
               QPointF viewPoint,
               Qt::MouseButton button,
               Qt::MouseButtons buttons,
               Qt::KeyboardModifiers modifiers) {
        QMouseEvent event(
            type, viewPoint, canvas_.mapToGlobal(viewPoint), button, buttons, modifiers);
        QApplication::sendEvent(&canvas_, &event);
    }

private:
    QPointF view(QPointF picturePoint) const { return canvas_.transform().toView(picturePoint); }

    CanvasView& canvas_;
    Qt::MouseButton button_ = Qt::NoButton;
};

/// 60 x 40 pixels of class a on a canvas of 640 x 480, the brush in hand, class b chosen.
struct CanvasFixture {
    explicit CanvasFixture(QSize size = {60, 40}) {
        painting.reset({LabelMap(size, 0), testPalette(), {}, {}});
        options.setSize(6);
        classes.choose(1);
        canvas.setPainting(&painting);
        canvas.setTool(&tools);
        canvas.resize(640, 480);
        canvas.show();
    }

    uint16_t at(int x, int y) const { return painting.labels().at(x, y); }

    Painting painting;
    ClassChoice classes;
    ToolOptions options;
    Toolbox tools{{painting, classes, options}};
    CanvasView canvas;
    Hand hand{canvas};
};

}  // namespace tessera::ui
