// The studio's window, from its start to the photo of a dab, alone and while a run trains.
#include "app/benchmark/window_rows.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QImage>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <functional>
#include <stdexcept>

#include "app/benchmark/window_stroke.h"
#include "core/document/painting.h"
#include "ui/canvas/canvas_view.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/studio_window.h"

namespace tessera {
namespace {

constexpr double kStrokeToPhoto = 25;    // milliseconds, p50, and in the worst of twenty:
constexpr double kSlowStroke = 40;       // p95
constexpr double kFrame = 16;            // milliseconds that no event may wait for a network
constexpr double kTrainingDelay = 30;    // milliseconds, p99, while a run trains
constexpr double kTrainingStroke = 2.5;  // times that of a machine without one
constexpr int kLargeSide = 4096;         // pixels
constexpr int kPictures = 8;             // that the run learns from
constexpr qint64 kSteps = 3;             // until it is under way
constexpr int kPatience = 300'000;       // milliseconds
const QString kRun = QStringLiteral("benchmark");

/// Noise with label maps of bands, as large as a crop.
void writePictures(const QString& folder) {
    for (int i = 0; i < kPictures; ++i) {
        QImage photo(256, 256, QImage::Format_RGB888);
        QImage labels(256, 256, QImage::Format_Grayscale8);
        for (int y = 0; y < 256; ++y) {
            for (int x = 0; x < 256; ++x) {
                photo.setPixel(x, y, qRgb(x ^ y, (x * y + i) & 255, y));
                labels.scanLine(y)[x] = static_cast<uchar>((y / 32 + i) % 8);
            }
        }
        if (!photo.save(QStringLiteral("%1/%2.jpg").arg(folder).arg(i)) ||
            !labels.save(QStringLiteral("%1/%2.png").arg(folder).arg(i))) {
            throw std::runtime_error(folder.toStdString() + ": can't be written");
        }
    }
}

/// Runs the event loop until `reached` holds of the run.
void awaitRun(TrainingService& training, const std::function<bool(const TrainingRun&)>& reached) {
    QEventLoop loop;
    QTimer::singleShot(kPatience, &loop, [&loop] { loop.exit(1); });
    QObject::connect(&training, &TrainingService::runsChanged, &loop, [&] {
        const TrainingRun* run = training.find(kRun);
        if (run->state == RunState::Failed || reached(*run)) {
            loop.quit();
        }
    });
    if (loop.exec() != 0) {
        throw std::runtime_error("the run did not get on for five minutes");
    }
    if (const TrainingRun* run = training.find(kRun); run->state == RunState::Failed) {
        throw std::runtime_error(run->problem.toStdString());
    }
}

/// A canvas of which the window shows a part, with its exact photo made behind the stroke.
void measureLargeCanvas(const BenchmarkOptions& options, ui::StudioWindow& window) {
    const LoopWatch watch;
    const StrokeTimes times = timeSceneAndStroke(window, kLargeSide);
    options.report({"4096² canvas to the photo of what is visible, window", times.scene, "ms"});
    options.report({"stroke to photo 4096², window, p50", times.dabs.median(), "ms"});
    options.report({"stroke to photo 4096², window, p95", times.dabs.percentile(0.95), "ms"});
    options.report(
        {"99th of a hundred waits of the event loop meanwhile", watch.percentile(0.99), "ms"});
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
    const LoopWatch watch;
    const Samples samples = timeStroke(window);
    options.report(withTarget({"stroke to photo 256², window, p50", samples.median(), "ms"},
                              "value",
                              "<=",
                              kStrokeToPhoto));
    options.report(withTarget({"stroke to photo 256², window, p95", samples.percentile(0.95), "ms"},
                              "value",
                              "<=",
                              kSlowStroke));
    options.report(
        withTarget({"longest wait of the window's event loop meanwhile", watch.longest(), "ms"},
                   "value",
                   "<=",
                   kFrame));
    if (!options.quick) {
        measureLargeCanvas(options, window);
    }
}

void measureBackground(const BenchmarkOptions& options) {
    QStandardPaths::setTestModeEnabled(true);
    ui::StudioOptions studio;
    studio.model = options.modelFile;
    studio.greet = false;
    ui::StudioWindow window(studio);
    window.resize(1600, 1000);
    window.show();
    window.canvas().setMode(ui::ViewMode::Photo);
    awaitPhoto(window.canvas(), 0);
    timeStroke(window);  // memory is touched for the first time
    const Samples alone = timeStroke(window);

    TrainingService& training = window.session().training;
    const QTemporaryDir pictures;
    writePictures(pictures.path());
    if (training.find(kRun)) {
        training.remove(kRun);
    }
    NewRun run;
    run.name = kRun;
    run.data = pictures.path();
    run.layout = QStringLiteral("pairs");
    run.palette = QStringLiteral("scenes");
    run.preset = QStringLiteral("realtime");
    run.options = {{QStringLiteral("validate_every"), QStringLiteral("0")}};
    training.create(run);
    awaitRun(training, [](const TrainingRun& one) { return one.step >= kSteps; });
    const LoopWatch watch;
    const Samples beside = timeStroke(window);
    const double delay = watch.percentile(0.99);
    training.stop(kRun);
    awaitRun(training, [](const TrainingRun& one) { return one.state == RunState::Done; });
    training.remove(kRun);

    BenchmarkRow stroke{"stroke to photo 256², window, p50, while a run trains (peer: none does)",
                        beside.median(),
                        "ms",
                        alone.median()};
    stroke.ratio = beside.median() / alone.median();
    options.report(withTarget(stroke, "ratio", "<=", kTrainingStroke));
    options.report(withTarget({"delay of the event loop while a run trains, p99", delay, "ms"},
                              "value",
                              "<=",
                              kTrainingDelay));
}

}  // namespace tessera
