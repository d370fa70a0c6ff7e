// The Inspect workspace beside the brush: what its panels cost, and how soon they follow.
#include <QDockWidget>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QStandardPaths>
#include <QTimer>
#include <cmath>
#include <map>
#include <stdexcept>

#include "app/benchmark/window_rows.h"
#include "app/benchmark/window_stroke.h"
#include "core/document/painting.h"
#include "model/inference/engine.h"
#include "model/inspection/insides.h"
#include "ui/canvas/canvas_view.h"
#include "ui/inspect/inspect_bar.h"
#include "ui/inspect/pins.h"
#include "ui/studio/inspect_desk.h"
#include "ui/studio/studio_window.h"
#include "ui/studio/workspaces.h"

namespace tessera {
namespace {

constexpr double kOpenPanels = 1.5;  // times the stroke without panels
constexpr double kFollow = 150;      // milliseconds behind the photo
constexpr double kFrame = 1000.0 / 60;
constexpr int kMoves = 200;  // of the pointer
constexpr int kPatience = 60'000;

/// For every photo, how long after it was drawn the panels showed it or a newer one.
class PanelWatch : public QObject {
    Q_OBJECT

public:
    explicit PanelWatch(ui::StudioWindow& window) {
        clock_.start();
        connect(&window.canvas(), &ui::CanvasView::photoShown, this, [this](quint64 revision) {
            if (revision <= shown_) {
                delays_.add(0);
            } else {
                waiting_.emplace(revision, clock_.nsecsElapsed());
            }
        });
        connect(&window.inspection().service(),
                &InspectionService::inspected,
                this,
                [this](const InspectionResult& result) { follow(result.inspection.revision()); });
    }

    /// Runs the event loop until the panels show the last photo.
    void await() {
        QEventLoop loop;
        QTimer::singleShot(kPatience, &loop, [&loop] { loop.exit(1); });
        connect(this, &PanelWatch::caughtUp, &loop, &QEventLoop::quit);
        if (!waiting_.empty() && loop.exec() != 0) {
            throw std::runtime_error("the panels did not follow for a minute");
        }
    }

    const Samples& delays() const { return delays_; }

Q_SIGNALS:
    void caughtUp();

private:
    void follow(quint64 revision) {
        shown_ = revision;
        while (!waiting_.empty() && waiting_.begin()->first <= revision) {
            const qint64 since = clock_.nsecsElapsed() - waiting_.begin()->second;
            delays_.add(static_cast<double>(since) / 1e6);
            waiting_.erase(waiting_.begin());
        }
        if (waiting_.empty()) {
            Q_EMIT caughtUp();
        }
    }

    QElapsedTimer clock_;
    quint64 shown_ = 0;
    std::map<quint64, qint64> waiting_;  // revision and when its photo was drawn
    Samples delays_;
};

/// Each in a place of its own, so that no tab hides another.
void spreadPanels(ui::StudioWindow& window) {
    window.resize(2400, 1400);
    for (const char* name : {"sensitivity", "features", "ablation"}) {
        auto* dock = window.findChild<QDockWidget*>(QString::fromLatin1(name));
        window.removeDockWidget(dock);
        window.addDockWidget(Qt::BottomDockWidgetArea, dock, Qt::Horizontal);
        dock->show();
    }
}

/// What a panel's render keeps for it, and what it then makes of that.
class PanelCost {
public:
    PanelCost(const Palette& palette, const BenchmarkOptions& options)
        : palette_(palette),
          options_(options),
          engine_(Engine::open(options.modelFile.toStdString(), options.engine)),
          request_(benchmarkRequest(*engine_, 256)) {}

    void report(const QString& name, const InspectionWish& wish) const {
        RenderRequest keeping = request_;
        keeping.keep = keepOf(wish.parts());
        const auto [with, without] = Samples::inTurn(
            [&] { engine_->render(keeping); }, [&] { engine_->render(request_); }, 20, 4);
        options_.report({name + QStringLiteral(" 256²: render that keeps it (peer: nothing)"),
                         with.median(),
                         "ms",
                         without.median(),
                         with.median() / without.median()});
        // Each time as though new: an inspection finds some things once.
        const std::shared_ptr<const Insides> insides = render_insides(engine_, keeping);
        const Samples made =
            Samples::of([&] { inspect(Inspection(insides, palette_, 0), wish); }, 20, 2);
        options_.report(
            {name + QStringLiteral(" 256²: made of what was kept"), made.median(), "ms"});
    }

private:
    const Palette palette_;
    const BenchmarkOptions& options_;
    std::shared_ptr<const Engine> engine_;
    RenderRequest request_;
};

void measurePanels(const Inspection& inspection, const BenchmarkOptions& options) {
    const PanelCost panels(inspection.palette(), options);
    InspectionWish wish, all;
    wish.classOutputs = wish.branches = all.classOutputs = all.branches = true;
    panels.report(QStringLiteral("class outputs"), wish);
    wish = {};
    wish.weights = all.weights = true;
    panels.report(QStringLiteral("weight maps"), wish);
    wish = {};
    wish.purity = wish.kernels = all.purity = all.kernels = true;
    wish.purityLevel = all.purityLevel = inspection.model().levels - 1;
    panels.report(QStringLiteral("kernels and purity"), wish);
    wish = {};
    wish.features = all.features =
        InspectionWish::Features{.channel = inspection.classes().front().channel, .channels = {}};
    panels.report(QStringLiteral("features"), wish);
    wish = {};
    wish.ablation = all.ablation = true;
    panels.report(QStringLiteral("ablation"), wish);
    panels.report(QStringLiteral("all panels"), all);
}

void measurePointer(ui::StudioWindow& window, const BenchmarkOptions& options) {
    Samples samples;
    for (int i = 0; i < kMoves; ++i) {
        const double turn = 0.1 * i;
        const QPointF at(128 + 100 * std::cos(turn), 128 + 90 * std::sin(1.3 * turn));
        QElapsedTimer clock;
        clock.start();
        movePointer(window.canvas(), at);
        samples.add(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    options.report(withTarget({"kernels and trace follow the pointer 256², three pins, a move, p95",
                               samples.percentile(0.95),
                               "ms"},
                              "value",
                              "<=",
                              kFrame));
}

}  // namespace

void measureInspect(const BenchmarkOptions& options) {
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
    const Samples without = timeStroke(window);

    window.workspaces().choose(QStringLiteral("inspect"));
    spreadPanels(window);
    timeStroke(window);
    PanelWatch watch(window);
    const Samples with = timeStroke(window);
    watch.await();
    const InspectionWish& wish = window.inspection().service().wish();
    if (!wish.classOutputs || !wish.weights || !wish.purity || !wish.features || !wish.ablation) {
        throw std::runtime_error("not all panels are open");
    }
    BenchmarkRow stroke{"stroke to photo 256², window, p50, all Inspect panels open (peer: none)",
                        with.median(),
                        "ms",
                        without.median()};
    stroke.ratio = with.median() / without.median();
    options.report(withTarget(stroke, "ratio", "<=", kOpenPanels));
    options.report(
        withTarget({"panels behind the photo 256², p95", watch.delays().percentile(0.95), "ms"},
                   "value",
                   "<=",
                   kFollow));
    for (const QPoint pixel : {QPoint(60, 60), QPoint(128, 200), QPoint(200, 90)}) {
        window.inspection().pins().toggle(pixel, 0);
    }
    window.inspection().bar().setForm(ui::KernelDrawing::Form::Trace);
    measurePointer(window, options);
    measurePanels(window.inspection().service().inspection(), options);
}

}  // namespace tessera

#include "inspect_rows.moc"
