// The training tab: with a trainer that does what the test says, and with a script for one in the
// real window.
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTreeView>
#include <cmath>

#include "core/palette/palette_library.h"
#include "tests/core/jobs/training/fake_processes.h"
#include "tests/ui/studio/window_fixture.h"
#include "ui/photo/photo_view.h"
#include "ui/studio/training_desk.h"
#include "ui/studio/workspaces.h"
#include "ui/train/new_run_dialog.h"
#include "ui/train/run_chart.h"
#include "ui/train/run_panel.h"
#include "ui/train/runs_panel.h"
#include "ui/train/samples_section.h"

using namespace tessera;
using namespace tessera::ui;
using tessera::testing::FakeProcesses;

namespace {

struct Runs {
    QTemporaryDir folder;
    FakeProcesses::World world;
    TrainingService service{folder.filePath(QStringLiteral("runs")),
                            std::make_unique<FakeProcesses>(world)};

    Runs() { testing::writePairs(data()); }
    QString data() const { return folder.filePath(QStringLiteral("data")); }
    QString run(const char* name) const {
        return service.folder() + QLatin1Char('/') + QLatin1String(name);
    }
    void create(const char* name) { service.create(testing::newRun(QLatin1String(name), data())); }
};

QPushButton* button(const QWidget& widget, const QString& text) {
    for (QPushButton* one : widget.findChildren<QPushButton*>()) {
        if (one->text() == text) {
            return one;
        }
    }
    return nullptr;
}

/// A trainer that only waits for its end.
QString waitingTrainer(const QTemporaryDir& folder) {
    const QString path = folder.filePath(QStringLiteral("trainer"));
    testing::writeFile(path, "#!/bin/sh\nexec tail -f /dev/null\n");
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

/// Clicks a button, by its text, of the next message box.
void answerNextWith(const QString& text) {
    auto* timer = new QTimer(qApp);
    timer->setInterval(5);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, text] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        for (QAbstractButton* one : box ? box->buttons() : QList<QAbstractButton*>()) {
            if (one->text().remove(QLatin1Char('&')) == text) {
                timer->deleteLater();
                one->click();
                return;
            }
        }
    });
    timer->start();
}

}  // namespace

class TrainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { isolateSettings(settings_); }

    void curvesAreSmoothedAndThinned() {
        RunTable table;
        table.names = QStringList{QStringLiteral("l1")};
        for (int i = 1; i <= 1000; ++i) {
            table.steps.push_back(i);
            table.columns[QStringLiteral("l1")].push_back(i % 2 == 0 ? 1.0f : 3.0f);
        }
        table.columns[QStringLiteral("l1")][500] = std::nanf("");
        const auto smooth = chartPoints(table, QStringLiteral("l1"), 0.99, false, 100);
        QCOMPARE(smooth.size(), 100);
        QVERIFY(std::abs(smooth.last().y() - 2) < 0.05);
        const auto raw = chartPoints(table, QStringLiteral("l1"), 0, false, 1000);
        QCOMPARE(raw.size(), 999);  // without the one that is no number
        QCOMPARE(raw.first(), QPointF(1, 3));
        const auto log = chartPoints(table, QStringLiteral("l1"), 0, true, 1000);
        QCOMPARE(log.first().y(), std::log10(3.0));
        QVERIFY(chartPoints(table, QStringLiteral("none"), 0, false, 10).isEmpty());
    }

    void buttonsFollowTheState() {
        Runs runs;
        RunsPanel panel(runs.service);
        QVERIFY(!button(panel, QStringLiteral("Start"))->isEnabled());
        runs.create("a");
        QCOMPARE(panel.current(), QStringLiteral("a"));
        QVERIFY(!button(panel, QStringLiteral("Delete"))->isEnabled());
        button(panel, QStringLiteral("Pause"))->click();
        QVERIFY(!button(panel, QStringLiteral("Pause"))->isEnabled());  // until it has ended
        FakeProcesses::World::reach(runs.run("a"), 5);
        runs.world.leave(runs.run("a"), RunEvent::Halted);
        runs.service.refresh();
        QVERIFY(button(panel, QStringLiteral("Delete"))->isEnabled());
        button(panel, QStringLiteral("Resume"))->click();
        QVERIFY(hasProcess(runs.service.find(QStringLiteral("a"))->state));

        runs.world.leave(runs.run("a"), RunEvent::Broke, QStringLiteral("x.png: not an image"));
        runs.service.refresh();
        const auto labels = panel.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text() == QStringLiteral("x.png: not an image");
        }));
    }

    void keepsNotes() {
        Runs runs;
        runs.create("a");
        runs.create("b");
        {
            RunPanel panel(runs.service);
            panel.setRun(QStringLiteral("a"));
            panel.findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("softer skies"));
            panel.setRun(QStringLiteral("b"));
            QCOMPARE(panel.findChild<QPlainTextEdit*>()->toPlainText(), QString());
            panel.findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("harder"));
        }
        QCOMPARE(runs.service.find(QStringLiteral("a"))->notes, QStringLiteral("softer skies"));
        QCOMPARE(runs.service.find(QStringLiteral("b"))->notes, QStringLiteral("harder"));
    }

    void aRunTakesThreeChoices() {
        Runs runs;
        const PaletteLibrary palettes = PaletteLibrary::load({});
        NewRunDialog dialog(runs.service, palettes);
        QPushButton* start = button(dialog, QStringLiteral("Start training"));
        QVERIFY(!start->isEnabled());
        dialog.setFolder(runs.folder.filePath(QStringLiteral("empty")));
        dialog.setFolder(runs.data());
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), kPatience);
        QCOMPARE(dialog.name(), QStringLiteral("data"));
        dialog.accept();
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        const TrainingRun* run = runs.service.find(QStringLiteral("data"));
        QVERIFY(run);
        QCOMPARE(run->layout, QStringLiteral("pairs"));
        QCOMPARE(run->option(QStringLiteral("network.base")), QStringLiteral("32"));
    }

    void aRunThatCannotBeSaysWhy() {
        Runs runs;
        runs.create("data");
        const PaletteLibrary palettes = PaletteLibrary::load({});
        NewRunDialog dialog(runs.service, palettes);
        dialog.setFolder(runs.data());
        QTRY_COMPARE_WITH_TIMEOUT(dialog.name(), QStringLiteral("data 2"), kPatience);
        for (QLineEdit* line : dialog.findChildren<QLineEdit*>()) {
            if (line->text() == QStringLiteral("data 2")) {
                line->setText(QStringLiteral("data"));
            }
        }
        dialog.accept();
        QCOMPARE(dialog.result(), int(QDialog::Rejected));
        const auto labels = dialog.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().contains(QStringLiteral("a run called data already"));
        }));
    }

    void samplesGoThroughTime() {
        Runs runs;
        runs.create("a");
        QDir().mkpath(runs.run("a") + QStringLiteral("/samples"));
        const auto write = [&](int step, const QColor& colour) {
            QImage sheet(64, 32, QImage::Format_RGB32);  // two rows of four squares
            sheet.fill(colour);
            QVERIFY(sheet.save(QStringLiteral("%1/samples/step-%2.png")
                                   .arg(runs.run("a"))
                                   .arg(step, 9, 10, QLatin1Char('0'))));
        };
        write(10, Qt::red);
        write(20, Qt::blue);
        SamplesSection section;
        section.resize(600, 300);
        section.show();
        section.setRun(runs.run("a"), 4, false);
        const auto shown = [&] {
            const auto views = section.findChildren<PhotoView*>();
            return views.isEmpty() ? QColor() : views.first()->photo().pixelColor(1, 1);
        };
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QColor(Qt::blue), kPatience);
        section.findChild<QSlider*>()->setValue(0);
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QColor(Qt::red), kPatience);
        write(30, Qt::green);
        section.update();  // one who looks back is not disturbed
        QCOMPARE(section.findChild<QSlider*>()->value(), 0);
        section.findChild<QSlider*>()->setValue(2);
        QTRY_COMPARE_WITH_TIMEOUT(shown(), QColor(Qt::green), kPatience);
        QCOMPARE(section.findChildren<PhotoView*>().size(), 4);
    }

    void workspacesSwitchDocks() {
        WindowFixture fixture;
        const auto dock = [&](const char* name) {
            return fixture.window.findChild<QDockWidget*>(QLatin1String(name));
        };
        QVERIFY(dock("palette")->isVisible());
        QVERIFY(!dock("runs")->isVisible());
        dock("history")->close();
        fixture.window.workspaces().choose(QStringLiteral("train"));
        QVERIFY(!dock("palette")->isVisible());
        QVERIFY(dock("runs")->isVisible() && dock("run")->isVisible());
        QVERIFY(!fixture.window.canvas().isVisible());
        fixture.window.workspaces().choose(QStringLiteral("paint"));
        QVERIFY(dock("palette")->isVisible() && !dock("history")->isVisible());
        QVERIFY(!dock("runs")->isVisible());
        QVERIFY(fixture.window.canvas().isVisible());
    }

    void leavingAsksWhatBecomesOfARun() {
        const QTemporaryDir folder;
        testing::writePairs(folder.filePath(QStringLiteral("data")));
        const NewRun run =
            testing::newRun(QStringLiteral("leaving"), folder.filePath(QStringLiteral("data")));
        StudioOptions options = WindowFixture::options(kNoModel);
        options.trainer = waitingTrainer(folder);
        const auto processes = systemProcesses();
        const auto state = [](const StudioWindow& window) {
            return window.session().training.find(QStringLiteral("leaving"))->state;
        };
        {
            StudioWindow window(options);
            window.show();
            window.session().training.create(run);
            QCOMPARE(state(window), RunState::Running);
            answerNext(QMessageBox::Cancel);
            QVERIFY(!window.close());
            answerNextWith(QStringLiteral("Go on in the background"));
            QVERIFY(window.close());
        }
        {
            StudioWindow window(options);  // finds it still going
            window.show();
            QCOMPARE(state(window), RunState::Running);
            answerNextWith(QStringLiteral("Stop with a checkpoint"));
            QVERIFY(window.close());
            QCOMPARE(state(window), RunState::Pausing);
            // It is asked to end, and ends.
            QTRY_VERIFY_WITH_TIMEOUT(
                (window.session().training.refresh(), !hasProcess(state(window))), kPatience);
            window.session().training.remove(QStringLiteral("leaving"));
        }
    }

private:
    QTemporaryDir settings_;
};

QTEST_MAIN(TrainTest)
#include "train_test.moc"
