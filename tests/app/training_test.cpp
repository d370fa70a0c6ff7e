// A real run in its own process: from the service through the trainer to a model that paints, and
// painting while it trains.
#include "core/jobs/training/training_service.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <numeric>

#include "core/jobs/render_service.h"
#include "core/jobs/training/run_files.h"
#include "core/jobs/training/run_table.h"
#include "core/palette/palette_library.h"
#include "tests/app/program.h"
#include "tests/core/jobs/tiny_model_file.h"
#include "tests/core/jobs/training/fake_processes.h"
#include "tests/ui/studio/window_fixture.h"
#include "ui/canvas/canvas_view.h"

using namespace tessera;

namespace {

constexpr int kPatience = 120000;  // milliseconds, for a machine under load

/// Learns in no time, and needs no frozen network.
NewRun tinyRun(const QString& name, const QString& data, int steps) {
    NewRun run = testing::newRun(name, data);
    run.options = {{"steps", QString::number(steps)},
                   {"network.base", "8"},
                   {"network.cap", "16"},
                   {"network.blocks", "1"},
                   {"network.style", "4"},
                   {"network.sau_compressed", "4"},
                   {"critic_base", "4"},
                   {"style_base", "4"},
                   {"crop", "32"},
                   {"late_crop", "32"},
                   {"side", "32"},
                   {"perceptual", "0"},
                   {"feature_critic", "0"},
                   {"samples", "1"},
                   {"sample_every", "2"},
                   {"checkpoint_every", "4"},
                   {"validate_every", "0"},
                   {"tensorboard", "true"},
                   {"precision", "float32"},
                   {"threads", "1"}};
    return run;
}

}  // namespace

class TrainingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui::isolateSettings(folder_);
        testing::writePairs(data(), 3);
    }

    void trainsPausesAndPaints() {
        TrainingService service(folder_.filePath(QStringLiteral("runs")),
                                systemProcesses(test::programFile()));
        const QString name = QStringLiteral("tiny");
        service.create(tinyRun(name, data(), 8));
        const auto state = [&] {
            service.refresh();
            return service.find(name)->state;
        };
        QTRY_VERIFY_WITH_TIMEOUT((state(), service.find(name)->step >= 1), kPatience);
        service.pause(name);
        QTRY_VERIFY_WITH_TIMEOUT(!hasProcess(state()), kPatience);
        if (service.find(name)->state == RunState::Paused) {  // else it was done before
            service.start(name);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!hasProcess(state()), kPatience);
        QCOMPARE(service.find(name)->problem, QString());
        QCOMPARE(service.find(name)->state, RunState::Done);
        QCOMPARE(service.find(name)->step, 8);

        const QString run = service.find(name)->folder;
        RunTableReader history(run + QStringLiteral("/history.csv"));
        QVERIFY(history.readMore());
        std::vector<double> steps(8);
        std::iota(steps.begin(), steps.end(), 1);
        QCOMPARE(history.table().steps, steps);  // each once, paused or not
        QVERIFY(QFile::exists(run + QStringLiteral("/samples/step-000000008.png")));
        QVERIFY(!QDir(eventsFolder(run)).entryList(QDir::Files).isEmpty());

        RenderService renders;
        QSignalSpy opened(&renders, &RenderService::modelOpened);
        QSignalSpy rendered(&renders, &RenderService::rendered);
        renders.openModel(service.modelFile(name));
        QVERIFY(opened.wait(kPatience));
        QCOMPARE(renders.model()->title, name);
        QCOMPARE(renders.model()->paletteId, QStringLiteral("scenes"));
        RenderInput input;
        input.palette = PaletteLibrary::load({}).find(QStringLiteral("scenes"));
        input.labels = LabelMap(32, 32, 4);
        renders.request(input);
        QVERIFY(rendered.wait(kPatience));
    }

    void saysWhyItFailed() {
        TrainingService service(folder_.filePath(QStringLiteral("failed")),
                                systemProcesses(test::programFile()));
        const QString pictures = folder_.filePath(QStringLiteral("broken"));
        testing::writePairs(pictures, 3);
        NewRun run = tinyRun(QStringLiteral("broken"), pictures, 8);
        for (int i = 0; i < 3; ++i) {
            testing::writeFile(QStringLiteral("%1/p%2.jpg").arg(pictures).arg(i), "no picture");
        }
        service.create(run);
        QTRY_VERIFY_WITH_TIMEOUT((service.refresh(), !hasProcess(service.find(run.name)->state)),
                                 kPatience);
        QCOMPARE(service.find(run.name)->state, RunState::Failed);
        QVERIFY2(service.find(run.name)->problem.contains(QStringLiteral(".jpg")),
                 qPrintable(service.find(run.name)->problem));
    }

    // Every dab gets its photo while a run trains; the run goes on afterwards. How long the event
    // loop waited is said, and bounded only against a window that waits for the trainer: its steps
    // are not waited for, not even when they are stopped.
    void paintsWhileItTrains() {
        const QString model = folder_.filePath(QStringLiteral("model.safetensors"));
        testing::writeTinyModel(model);
        ui::StudioOptions options = ui::WindowFixture::options(model);
        options.trainer = test::programFile();
        ui::StudioWindow window(options);
        window.resize(1200, 800);
        window.show();
        QSignalSpy shown(&window.canvas(), &ui::CanvasView::photoShown);
        QTRY_VERIFY_WITH_TIMEOUT(window.renders().model().has_value(), kPatience);
        PaintingData fresh;
        fresh.labels = LabelMap(60, 40, 4);
        fresh.palette = PaletteLibrary::load({}).find(QStringLiteral("scenes"));
        window.painting().reset(fresh);

        TrainingService& training = window.session().training;
        const QString name = QStringLiteral("beside");
        training.create(tinyRun(name, data(), 1000000));
        const auto step = [&] {
            training.refresh();
            return training.find(name)->step;
        };
        QTRY_VERIFY_WITH_TIMEOUT(step() >= 1, kPatience);

        QElapsedTimer turn;
        qint64 longest = 0;
        QTimer beat;
        connect(
            &beat, &QTimer::timeout, this, [&] { longest = std::max(longest, turn.restart()); });
        turn.start();
        beat.start(0);
        for (int dab = 0; dab < 12; ++dab) {
            window.painting().apply({RectangleShape{QRectF(dab * 4, dab * 2, 5, 5)},
                                     static_cast<uint16_t>(dab % 2 + 6),
                                     std::nullopt});
            const quint64 revision = window.painting().revision();
            QTRY_VERIFY_WITH_TIMEOUT(
                !shown.isEmpty() && shown.last().first().toULongLong() >= revision, kPatience);
        }
        beat.stop();
        qInfo("longest wait of the event loop while training: %lld ms", longest);
        const qint64 before = step();
        QTRY_VERIFY_WITH_TIMEOUT(step() > before, kPatience);  // it was let go
        training.stop(name);
        QTRY_VERIFY_WITH_TIMEOUT((training.refresh(), training.find(name)->state == RunState::Done),
                                 kPatience);
        training.remove(name);
        window.painting().markSaved(QString());
    }

private:
    QString data() const { return folder_.filePath(QStringLiteral("data")); }

    QTemporaryDir folder_;
};

QTEST_MAIN(TrainingTest)
#include "training_test.moc"
