// Runs and their states, with a trainer that does what the test says.
#include "core/jobs/training/training_service.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "core/jobs/training/training_choices.h"
#include "tests/core/jobs/training/fake_processes.h"

using namespace tessera;
using tessera::testing::FakeProcesses;

namespace {

constexpr int kPatience = 20000;  // milliseconds

const QList<RunState> kStates = {RunState::Queued,
                                 RunState::Running,
                                 RunState::Pausing,
                                 RunState::Paused,
                                 RunState::Stopping,
                                 RunState::Done,
                                 RunState::Failed,
                                 RunState::Elsewhere};

/// A folder of runs, pictures, and a service over a fake world.
struct Studio {
    QTemporaryDir folder;
    FakeProcesses::World world;
    std::unique_ptr<TrainingService> service;

    Studio() {
        testing::writePairs(folder.filePath(QStringLiteral("data")));
        open();
    }
    void open() {
        service.reset();
        service = std::make_unique<TrainingService>(runs(), std::make_unique<FakeProcesses>(world));
    }
    QString runs() const { return folder.filePath(QStringLiteral("runs")); }
    QString run(const char* name) const { return runs() + QLatin1Char('/') + QLatin1String(name); }
    void create(const char* name) {
        service->create(testing::newRun(QLatin1String(name), folder.filePath("data")));
    }
    RunState state(const char* name) const { return service->find(QLatin1String(name))->state; }
};

}  // namespace

class TrainingServiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void offersWhatAGeneratorHas() {
        const auto names = [](const char* preset) {
            QStringList list;
            for (const TrainingChoice& choice : trainingChoices(QLatin1String(preset))) {
                list << choice.name;
            }
            return list;
        };
        const QStringList sean = names("sean"), realtime = names("realtime");
        for (const char* both : {"l1", "perceptual", "label_critic", "steps"}) {
            QVERIFY(sean.contains(QLatin1String(both)) && realtime.contains(QLatin1String(both)));
        }
        for (const char* classes : {"class_l1", "class_loss", "style_kl", "network.base"}) {
            QVERIFY(!sean.contains(QLatin1String(classes)));
            QVERIFY(realtime.contains(QLatin1String(classes)));
        }
        QVERIFY(sean.contains(QStringLiteral("sean.base")));
        QVERIFY(!realtime.contains(QStringLiteral("sean.base")));
    }

    void everyStateCanBeLeftAndReached() {
        const QList<RunEvent> events = {RunEvent::Start,
                                        RunEvent::Launch,
                                        RunEvent::Pause,
                                        RunEvent::Stop,
                                        RunEvent::Finished,
                                        RunEvent::Halted,
                                        RunEvent::Broke,
                                        RunEvent::Taken,
                                        RunEvent::Released};
        for (const RunState state : kStates) {
            bool left = false;
            bool reached = state == RunState::Queued;  // a new run
            for (const RunEvent event : events) {
                left = left || next(state, event);
                for (const RunState from : kStates) {
                    reached = reached || next(from, event) == state;
                }
            }
            QVERIFY2(left && reached, qPrintable(stateName(state)));
        }
    }

    void aProcessEndsOnlyInStatesThatHaveOne() {
        for (const RunState state : kStates) {
            QCOMPARE(next(state, RunEvent::Halted).has_value(), hasProcess(state));
            QCOMPARE(stateFromName(stateName(state)), std::optional(state));
        }
        QVERIFY(!next(RunState::Running, RunEvent::Taken));
        QVERIFY(!next(RunState::Pausing, RunEvent::Start));
    }

    void oneTrainsAtATime() {
        Studio studio;
        studio.create("a");
        studio.create("b");
        QCOMPARE(studio.state("a"), RunState::Running);
        QCOMPARE(studio.state("b"), RunState::Queued);
        QCOMPARE(studio.world.processes.size(), 1);

        FakeProcesses::World::reach(studio.run("a"), 100);
        studio.world.leave(studio.run("a"), RunEvent::Finished);
        studio.service->refresh();
        QCOMPARE(studio.state("a"), RunState::Done);
        QCOMPARE(studio.state("b"), RunState::Running);
        QVERIFY(!studio.service->canStart(*studio.service->find(QStringLiteral("a"))));
    }

    void pausesAndGoesOn() {
        Studio studio;
        studio.create("a");
        FakeProcesses::World::reach(studio.run("a"), 40);
        studio.service->pause(QStringLiteral("a"));
        QCOMPARE(studio.state("a"), RunState::Pausing);
        const QString process = studio.world.of(studio.run("a"));
        QVERIFY(studio.world.processes[process].asked);
        studio.world.leave(studio.run("a"), RunEvent::Halted);
        studio.service->refresh();
        QCOMPARE(studio.state("a"), RunState::Paused);
        QCOMPARE(studio.service->find(QStringLiteral("a"))->step, 40);

        studio.service->start(QStringLiteral("a"));
        QCOMPARE(studio.state("a"), RunState::Running);
        QVERIFY(studio.world.of(studio.run("a")) != process);
        studio.service->stop(QStringLiteral("a"));
        QCOMPARE(studio.state("a"), RunState::Stopping);
        studio.world.leave(studio.run("a"), RunEvent::Halted);
        studio.service->refresh();
        QCOMPARE(studio.state("a"), RunState::Done);
        QVERIFY(studio.service->canStart(*studio.service->find(QStringLiteral("a"))));
    }

    void saysWhyARunFailed() {
        Studio studio;
        studio.create("a");
        studio.world.leave(
            studio.run("a"), RunEvent::Broke, QStringLiteral("data/x.jpg: not an image"));
        studio.create("b");  // the queue goes on
        QCOMPARE(studio.state("a"), RunState::Failed);
        QCOMPARE(studio.service->find(QStringLiteral("a"))->problem,
                 QStringLiteral("data/x.jpg: not an image"));
        QCOMPARE(studio.state("b"), RunState::Running);

        // Killed: its last words, else what may have happened.
        testing::writeFile(errorsFile(studio.run("b")), "tessera: no memory is left\n");
        studio.world.vanish(studio.run("b"));
        studio.service->refresh();
        QCOMPARE(studio.service->find(QStringLiteral("b"))->problem,
                 QStringLiteral("tessera: no memory is left"));
        studio.service->start(QStringLiteral("b"));
        QFile::remove(errorsFile(studio.run("b")));
        studio.world.vanish(studio.run("b"));
        studio.service->refresh();
        QVERIFY(
            studio.service->find(QStringLiteral("b"))->problem.contains(QStringLiteral("memory")));

        studio.world.broken = true;
        studio.service->start(QStringLiteral("b"));
        QCOMPARE(studio.state("b"), RunState::Failed);
        QVERIFY(studio.service->find(QStringLiteral("b"))
                    ->problem.contains(QStringLiteral("can't be started")));
    }

    void findsARunAgainThatWentOnAlone() {
        Studio studio;
        studio.create("a");
        studio.create("b");
        studio.service->setNotes(QStringLiteral("a"), QStringLiteral("softer skies"));
        const QString process = studio.world.of(studio.run("a"));
        studio.world.processes[process].held = true;  // by a studio that crashed
        studio.open();
        QCOMPARE(studio.state("a"), RunState::Running);
        QCOMPARE(studio.state("b"), RunState::Queued);
        QCOMPARE(studio.world.of(studio.run("a")), process);
        QVERIFY(!studio.world.processes[process].held);
        QCOMPARE(studio.service->find(QStringLiteral("a"))->notes, QStringLiteral("softer skies"));

        studio.service.reset();
        studio.world.leave(studio.run("a"), RunEvent::Halted);
        studio.open();
        QCOMPARE(studio.state("a"), RunState::Paused);
        QCOMPARE(studio.state("b"), RunState::Running);
    }

    void leavesARunOfAnotherProcessAlone() {
        Studio studio;
        studio.create("a");
        studio.service->pause(QStringLiteral("a"));
        studio.world.leave(studio.run("a"), RunEvent::Halted);
        studio.service->refresh();
        studio.world.users[studio.run("a")] = QStringLiteral("someone");
        studio.service->refresh();
        QCOMPARE(studio.state("a"), RunState::Elsewhere);
        const TrainingRun& run = *studio.service->find(QStringLiteral("a"));
        QVERIFY(!studio.service->canStart(run) && !studio.service->canPause(run) &&
                !studio.service->canStop(run) && !studio.service->canRemove(run));
        studio.world.users.clear();
        studio.service->refresh();
        QCOMPARE(studio.state("a"), RunState::Paused);
    }

    void aStrokeGoesFirst() {
        Studio studio;
        studio.create("a");
        const QString process = studio.world.of(studio.run("a"));
        studio.service->setRenderPending(true);
        QVERIFY(studio.world.processes[process].held);
        studio.service->setRenderPending(false);
        QVERIFY(studio.world.processes[process].held);  // for a moment, since strokes come in rows
        QTRY_VERIFY_WITH_TIMEOUT(!studio.world.processes[process].held, kPatience);
        studio.service->setRenderPending(true);
        studio.service.reset();
        QVERIFY(!studio.world.processes[process].held);
    }

    void pausesAllWhenTheProgramEnds() {
        Studio studio;
        studio.create("a");
        studio.create("b");
        studio.service->pauseAll();
        QCOMPARE(studio.state("a"), RunState::Pausing);
        QCOMPARE(studio.state("b"), RunState::Paused);
    }

    void duplicatesAndDeletes() {
        Studio studio;
        studio.create("a");
        QCOMPARE(studio.service->duplicate(QStringLiteral("a")), QStringLiteral("a 2"));
        QCOMPARE(studio.state("a 2"), RunState::Paused);
        QCOMPARE(studio.service->find(QStringLiteral("a 2"))->option(QStringLiteral("steps")),
                 QStringLiteral("100"));
        studio.service->remove(QStringLiteral("a 2"));
        QVERIFY(!studio.service->find(QStringLiteral("a 2")));
        QVERIFY(!QFileInfo::exists(studio.run("a 2")));
        studio.service->remove(QStringLiteral("a"));  // it runs
        QVERIFY(studio.service->find(QStringLiteral("a")));
    }

    void refusesWhatCannotTrain() {
        Studio studio;
        const auto refused = [&](const NewRun& run) {
            try {
                studio.service->create(run);
            } catch (const std::runtime_error& error) {
                return QString::fromUtf8(error.what());
            }
            return QString();
        };
        const QString data = studio.folder.filePath(QStringLiteral("data"));
        NewRun run = testing::newRun(QStringLiteral("a/b"), data);
        QVERIFY(refused(run).contains(QStringLiteral("a/b")));
        run = testing::newRun(QStringLiteral("a"), studio.folder.filePath(QStringLiteral("none")));
        QVERIFY(refused(run).contains(QStringLiteral("none")));
        run = testing::newRun(QStringLiteral("a"), data);
        run.options[QStringLiteral("crop")] = QStringLiteral("60");
        QVERIFY(refused(run).contains(QStringLiteral("crop")));
        QVERIFY(studio.service->runs().isEmpty());
        QVERIFY(!QFileInfo::exists(studio.run("a")));
    }

    void publishesSnapshots() {
        Studio studio;
        studio.create("a");
        QSignalSpy written(studio.service.get(), &TrainingService::snapshotWritten);
        studio.service->requestSnapshot(QStringLiteral("a"));
        QVERIFY(takenWish(studio.run("a")));
        QVERIFY(studio.service->modelFile(QStringLiteral("a")).isEmpty());
        QSignalSpy failed(studio.service.get(), &TrainingService::exportFailed);
        const QString copy = studio.folder.filePath(QStringLiteral("copies/copy.safetensors"));
        studio.service->exportModel(QStringLiteral("a"), copy);
        QVERIFY(failed.wait(kPatience));
        testing::writeFile(snapshotFile(studio.run("a")), "weights");
        studio.service->refresh();
        QCOMPARE(written.size(), 1);
        QCOMPARE(written[0][1].toString(), snapshotFile(studio.run("a")));
        QSignalSpy exported(studio.service.get(), &TrainingService::modelExported);
        studio.service->exportModel(QStringLiteral("a"), copy);
        QVERIFY(exported.wait(kPatience));
        QCOMPARE(QFileInfo(copy).size(), 7);
    }
};

QTEST_GUILESS_MAIN(TrainingServiceTest)
#include "training_service_test.moc"
