// Drives the studio's window with mouse events, as a hand would, and waits for what they paint.
#include "app/benchmark/window_stroke.h"

#include <QApplication>
#include <QEventLoop>
#include <QMouseEvent>
#include <cmath>
#include <stdexcept>

#include "app/benchmark/engine_rows.h"
#include "core/document/painting.h"
#include "core/palette/palette_library.h"
#include "ui/canvas/canvas_view.h"
#include "ui/studio/studio_window.h"

namespace tessera {
namespace {

constexpr int kStrokeSide = 256;   // pixels of the square that the stroke crosses
constexpr int kDabs = 60;          // of the recorded stroke
constexpr int kPatience = 60'000;  // milliseconds for one photo
constexpr int kBeat = 4;           // milliseconds between two looks at the loop

void send(ui::CanvasView& canvas, QEvent::Type type, QPointF picturePoint, bool held) {
    const QPointF view = canvas.transform().toView(picturePoint);
    QMouseEvent event(type,
                      view,
                      canvas.mapToGlobal(view),
                      type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton,
                      held ? Qt::LeftButton : Qt::NoButton,
                      Qt::NoModifier);
    QApplication::sendEvent(&canvas, &event);
}

/// A stroke that wanders over the middle of a picture.
QPointF strokePoint(int dab, int side) {
    const double t = static_cast<double>(dab) / kDabs;
    const double first = (side - kStrokeSide) / 2.0;
    return {first + kStrokeSide * (0.15 + 0.7 * t),
            first + kStrokeSide * (0.5 + 0.3 * std::sin(9 * t))};
}

PaintingData scene(int side) {
    PaintingData data;
    data.palette = PaletteLibrary::load({}).find(QStringLiteral("scenes"));
    data.labels = LabelMap(side, side);
    const std::vector<uint16_t> labels = blobs(side, side, 6);
    for (int y = 0; y < side; ++y) {
        std::copy_n(labels.begin() + static_cast<ptrdiff_t>(y) * side,
                    side,
                    data.labels.writableScanLine(y));
    }
    return data;
}

}  // namespace

void awaitPhoto(ui::CanvasView& canvas, quint64 revision) {
    QEventLoop loop;
    const auto connection =
        QObject::connect(&canvas, &ui::CanvasView::photoShown, &loop, [&](quint64 shown) {
            if (shown >= revision) {
                loop.quit();
            }
        });
    QTimer::singleShot(kPatience, &loop, [&loop] { loop.exit(1); });
    const int failed = loop.exec();
    QObject::disconnect(connection);
    if (failed != 0) {
        throw std::runtime_error("the window showed no photo within a minute");
    }
}

void movePointer(ui::CanvasView& canvas, QPointF picturePoint) {
    send(canvas, QEvent::MouseMove, picturePoint, false);
    QApplication::processEvents();
}

LoopWatch::LoopWatch() {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(kBeat);
    connect(&timer_, &QTimer::timeout, this, [this] {
        delays_.add(std::max(0.0, static_cast<double>(clock_.nsecsElapsed()) / 1e6 - kBeat));
        clock_.start();
    });
    clock_.start();
    timer_.start();
}

namespace {

double timeScene(ui::StudioWindow& window, int side) {
    ui::CanvasView& canvas = window.canvas();
    const PaintingData data = scene(side);
    canvas.fit();
    QElapsedTimer clock;
    clock.start();
    window.painting().reset(data);
    if (side > kStrokeSide) {
        canvas.zoomTo(1);
    }
    awaitPhoto(canvas, window.painting().revision());
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

}  // namespace

StrokeTimes timeSceneAndStroke(ui::StudioWindow& window, int side) {
    StrokeTimes times;
    times.scene = timeScene(window, side);
    ui::CanvasView& canvas = window.canvas();
    for (int dab = 0; dab < kDabs; ++dab) {
        QElapsedTimer clock;
        clock.start();
        const quint64 before = window.painting().revision();
        send(canvas,
             dab == 0 ? QEvent::MouseButtonPress : QEvent::MouseMove,
             strokePoint(dab, side),
             true);
        if (window.painting().revision() == before) {
            continue;  // the dab fell on its own colour
        }
        awaitPhoto(canvas, window.painting().revision());
        times.dabs.add(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    send(canvas, QEvent::MouseButtonRelease, strokePoint(kDabs - 1, side), false);
    return times;
}

}  // namespace tessera
