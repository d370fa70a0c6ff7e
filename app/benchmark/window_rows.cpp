// Drives the studio's window with mouse events, as a hand would, and waits for what they paint.
#include "app/benchmark/window_rows.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QMouseEvent>
#include <QStandardPaths>
#include <QTimer>
#include <cmath>
#include <stdexcept>

#include "core/document/painting.h"
#include "core/palette/palette_library.h"
#include "ui/canvas/canvas_view.h"
#include "ui/studio/studio_window.h"

namespace tessera {
namespace {

constexpr int kSide = 256;              // pixels
constexpr int kDabs = 60;               // of the recorded stroke
constexpr int kPatience = 60'000;       // milliseconds for one photo
constexpr double kStrokeToPhoto = 250;  // milliseconds, p50
constexpr double kFrame = 16;           // milliseconds that no event may wait for a network

/// Runs the event loop until the photo of `revision` or a newer one has been drawn.
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

/// The longest pause between two turns of the event loop.
class LoopWatch : public QObject {
public:
    LoopWatch() {
        timer_.setInterval(0);
        connect(&timer_, &QTimer::timeout, this, [this] {
            longest_ = std::max(longest_, static_cast<double>(clock_.nsecsElapsed()) / 1e6);
            clock_.start();
        });
        clock_.start();
        timer_.start();
    }

    double longest() const { return longest_; }

private:
    QTimer timer_;
    QElapsedTimer clock_;
    double longest_ = 0;
};

void send(ui::CanvasView& canvas, QEvent::Type type, QPointF picturePoint) {
    const QPointF view = canvas.transform().toView(picturePoint);
    const bool held = type != QEvent::MouseButtonRelease;
    QMouseEvent event(type,
                      view,
                      canvas.mapToGlobal(view),
                      type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton,
                      held ? Qt::LeftButton : Qt::NoButton,
                      Qt::NoModifier);
    QApplication::sendEvent(&canvas, &event);
}

/// A stroke that wanders over the picture.
QPointF strokePoint(int dab) {
    const double t = static_cast<double>(dab) / kDabs;
    return {kSide * (0.15 + 0.7 * t), kSide * (0.5 + 0.3 * std::sin(9 * t))};
}

PaintingData scene() {
    PaintingData data;
    data.palette = PaletteLibrary::load({}).find(QStringLiteral("scenes"));
    data.labels = LabelMap(kSide, kSide);
    const std::vector<uint16_t> labels = blobs(kSide, kSide, 6);
    for (int y = 0; y < kSide; ++y) {
        std::copy_n(labels.begin() + y * kSide, kSide, data.labels.writableScanLine(y));
    }
    return data;
}

}  // namespace

void measureWindow(const BenchmarkOptions& options) {
    QStandardPaths::setTestModeEnabled(true);  // the user's settings and autosaves stay as they are
    ui::StudioOptions studio;
    studio.model = options.modelFile;
    studio.greet = false;
    QElapsedTimer start;
    start.start();
    ui::StudioWindow window(studio);
    window.resize(1600, 1000);
    window.show();
    ui::CanvasView& canvas = window.canvas();
    canvas.setMode(ui::ViewMode::Photo);
    awaitPhoto(canvas, 0);
    options.report(withTarget({"window to first photo", static_cast<double>(start.elapsed()), "ms"},
                              "value",
                              "<=",
                              2000));
    window.painting().reset(scene());
    awaitPhoto(canvas, window.painting().revision());

    Samples samples;
    LoopWatch watch;
    for (int dab = 0; dab < kDabs; ++dab) {
        QElapsedTimer clock;
        clock.start();
        const quint64 before = window.painting().revision();
        send(canvas, dab == 0 ? QEvent::MouseButtonPress : QEvent::MouseMove, strokePoint(dab));
        if (window.painting().revision() == before) {
            continue;  // the dab fell on its own colour
        }
        awaitPhoto(canvas, window.painting().revision());
        samples.add(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    send(canvas, QEvent::MouseButtonRelease, strokePoint(kDabs - 1));
    options.report(withTarget({"stroke to photo 256², window, p50", samples.median(), "ms"},
                              "value",
                              "<=",
                              kStrokeToPhoto));
    options.report({"stroke to photo 256², window, p95", samples.percentile(0.95), "ms"});
    options.report(
        withTarget({"longest wait of the window's event loop meanwhile", watch.longest(), "ms"},
                   "value",
                   "<=",
                   kFrame));
}

}  // namespace tessera
