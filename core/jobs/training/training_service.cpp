// Reads the runs' folder, moves runs through their states, starts what is next.
#include "core/jobs/training/training_service.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QStandardPaths>
#include <QThreadPool>
#include <algorithm>
#include <deque>
#include <stdexcept>

#include "core/files/whole_file.h"
#include "core/jobs/training/run_files.h"
#include "core/jobs/training/run_table.h"
#include "core/jobs/training/training_processes.h"
#include "model/training/run_folder.h"

namespace tessera {
namespace {

constexpr int kTick = 1000;       // milliseconds
constexpr int kQuiet = 300;       // milliseconds without a render until training goes on
constexpr int kPaceOver = 30000;  // milliseconds

struct Text {
    Q_DECLARE_TR_FUNCTIONS(TrainingService)
};

QDateTime snapshotTime(const QString& run) {
    const QString model = newestModelFile(run);
    return model.isEmpty() ? QDateTime() : QFileInfo(model).lastModified();
}

QDateTime checkpointTime(const QString& run) {
    const auto newest = RunFolder::newest_checkpoint(run.toStdString());
    return newest ? QFileInfo(QString::fromStdString(newest->string())).lastModified()
                  : QDateTime();
}

/// Why it could not be done, or nothing.
QString copyModel(const QString& run, const QString& model, const QString& file) {
    try {
        if (model.isEmpty()) {
            fail(run, Text::tr("the run has no weights yet"));
        }
        const QByteArray bytes = readWhole(model);
        QDir().mkpath(QFileInfo(file).absolutePath());
        writeWhole(file, bytes);
    } catch (const std::exception& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

/// Why a process ended that left no word, or the word.
QString reasonOf(const std::optional<RunEnd>& end, const QString& run) {
    if (end && !end->reason.isEmpty()) {
        return end->reason;
    }
    QFile errors(errorsFile(run));
    if (errors.open(QIODevice::ReadOnly)) {
        const QByteArray last = errors.readAll().trimmed().split('\n').last().trimmed();
        if (!last.isEmpty()) {
            return QString::fromUtf8(last);
        }
    }
    return Text::tr("its process was ended from outside; perhaps memory ran out");
}

}  // namespace

std::optional<double> TrainingRun::secondsLeft() const {
    return stepsPerSecond > 0 && isInUse(state)
               ? std::optional(static_cast<double>(steps - step) / stepsPerSecond)
               : std::nullopt;
}

QString TrainingRun::option(const QString& key) const {
    for (const auto& [option, value] : options) {
        if (option == key) {
            return value;
        }
    }
    return {};
}

/// Steps over time, by run.
struct TrainingService::Pace {
    struct Point {
        qint64 time;
        qint64 step;
    };
    QElapsedTimer clock;
    QHash<QString, std::deque<Point>> points;

    double add(const QString& name, qint64 step) {
        std::deque<Point>& row = points[name];
        if (!row.empty() && step < row.back().step) {
            row.clear();  // went back to its checkpoint
        }
        row.push_back({clock.elapsed(), step});
        while (row.back().time - row.front().time > kPaceOver) {
            row.pop_front();
        }
        const auto time = static_cast<double>(row.back().time - row.front().time);
        return time > 0 ? 1000 * static_cast<double>(row.back().step - row.front().step) / time : 0;
    }
};

QString TrainingService::userFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
           QStringLiteral("/runs");
}

TrainingService::TrainingService(const QString& folder,
                                 std::unique_ptr<TrainingProcesses> processes,
                                 QObject* parent)
    : QObject(parent),
      folder_(QDir(folder).absolutePath()),
      processes_(processes ? std::move(processes) : systemProcesses()),
      pace_(std::make_unique<Pace>()) {
    pace_->clock.start();
    tick_.setInterval(kTick);
    connect(&tick_, &QTimer::timeout, this, &TrainingService::refresh);
    tick_.start();
    quiet_.setInterval(kQuiet);
    quiet_.setSingleShot(true);
    connect(&quiet_, &QTimer::timeout, this, [this] {
        held_ = false;
        forEachProcess([this](const QString& process) { processes_->letGo(process); });
    });
    refresh();
    // A studio that ended in the middle of a stroke may have left one held.
    forEachProcess([this](const QString& process) { processes_->letGo(process); });
}

TrainingService::~TrainingService() {
    forEachProcess([this](const QString& process) { processes_->letGo(process); });
}

const TrainingRun* TrainingService::find(const QString& name) const {
    const auto found = std::find_if(
        runs_.begin(), runs_.end(), [&](const TrainingRun& run) { return run.name == name; });
    return found == runs_.end() ? nullptr : &*found;
}

const TrainingRun* TrainingService::training() const {
    const auto found = std::find_if(
        runs_.begin(), runs_.end(), [](const TrainingRun& run) { return hasProcess(run.state); });
    return found == runs_.end() ? nullptr : &*found;
}

TrainingRun& TrainingService::need(const QString& name) {
    for (TrainingRun& run : runs_) {
        if (run.name == name) {
            return run;
        }
    }
    fail(name, Text::tr("there is no such run"));
}

QString TrainingService::pathOf(const QString& name) const {
    return folder_ + QLatin1Char('/') + name;
}

void TrainingService::create(const NewRun& run) {
    makeRun(folder_, run);
    RunNote note;
    note.state = RunState::Queued;
    note.order = QDateTime::currentMSecsSinceEpoch();
    note.write(pathOf(run.name));
    refresh();
}

QString TrainingService::duplicate(const QString& name) {
    const TrainingRun& original = need(name);
    QString copy;
    for (int number = 2; copy.isEmpty() || QFileInfo::exists(pathOf(copy)); ++number) {
        copy = QStringLiteral("%1 %2").arg(original.name).arg(number);
    }
    const std::string from = original.folder.toStdString();
    RunFolder::create(
        pathOf(copy).toStdString(), RunFolder::read_options(from), RunFolder::read_data(from));
    RunNote note;
    note.order = QDateTime::currentMSecsSinceEpoch();
    note.write(pathOf(copy));
    refresh();
    return copy;
}

bool TrainingService::canStart(const TrainingRun& run) const {
    return next(run.state, RunEvent::Start) && run.step < run.steps;
}

bool TrainingService::canPause(const TrainingRun& run) const {
    return next(run.state, RunEvent::Pause).has_value();
}

bool TrainingService::canStop(const TrainingRun& run) const {
    return next(run.state, RunEvent::Stop).has_value();
}

bool TrainingService::canRemove(const TrainingRun& run) const {
    return !isInUse(run.state);
}

void TrainingService::start(const QString& name) {
    TrainingRun& run = need(name);
    if (canStart(run)) {
        run.order = QDateTime::currentMSecsSinceEpoch();
        apply(run, RunEvent::Start);
        refresh();
    }
}

void TrainingService::pause(const QString& name) {
    apply(need(name), RunEvent::Pause);
    refresh();
}

void TrainingService::stop(const QString& name) {
    apply(need(name), RunEvent::Stop);
    refresh();
}

void TrainingService::pauseAll() {
    for (TrainingRun& run : runs_) {
        apply(run, RunEvent::Pause);
    }
    Q_EMIT runsChanged();
}

void TrainingService::remove(const QString& name) {
    const TrainingRun& run = need(name);
    if (canRemove(run) && !QDir(run.folder).removeRecursively()) {
        fail(run.folder, Text::tr("can't be deleted"));
    }
    refresh();
}

void TrainingService::setNotes(const QString& name, const QString& notes) {
    TrainingRun& run = need(name);
    if (run.notes != notes) {
        run.notes = notes;
        save(run);
        Q_EMIT runsChanged();
    }
}

void TrainingService::setRenderPending(bool pending) {
    if (!pending) {
        quiet_.start();
        return;
    }
    quiet_.stop();
    if (!held_) {
        held_ = true;
        forEachProcess([this](const QString& process) { processes_->hold(process); });
    }
}

void TrainingService::forEachProcess(const std::function<void(const QString&)>& act) const {
    // One that was asked to end needs its time for the checkpoint.
    for (const TrainingRun& run : runs_) {
        if (run.state == RunState::Running) {
            act(processOf_.value(run.name));
        }
    }
}

void TrainingService::requestSnapshot(const QString& name) {
    const TrainingRun& run = need(name);
    if (isInUse(run.state)) {
        wishForSnapshot(run.folder);
    } else if (run.snapshot.isValid()) {
        Q_EMIT snapshotWritten(name, modelFile(name));
    }
}

QString TrainingService::modelFile(const QString& name) const {
    return newestModelFile(pathOf(name));
}

void TrainingService::exportModel(const QString& name, const QString& file) {
    const QPointer<TrainingService> self(this);
    QThreadPool::globalInstance()->start([self, name, file, model = modelFile(name)] {
        const QString problem = copyModel(name, model, file);
        QMetaObject::invokeMethod(
            qApp,
            [self, name, file, problem] {
                if (self && problem.isEmpty()) {
                    Q_EMIT self->modelExported(name, file);
                } else if (self) {
                    Q_EMIT self->exportFailed(name, problem);
                }
            },
            Qt::QueuedConnection);
    });
}

void TrainingService::refresh() {
    readFolder();
    for (TrainingRun& run : runs_) {
        const bool wasInUse = isInUse(run.state);
        follow(run);
        if (wasInUse || isInUse(run.state)) {
            readProgress(run);
        }
    }
    launchNext();
    Q_EMIT runsChanged();
}

void TrainingService::readFolder() {
    QStringList names;
    for (const QString& name : QDir(folder_).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (QFileInfo::exists(pathOf(name) + QStringLiteral("/options.json"))) {
            names << name;
        }
    }
    runs_.removeIf([&](const TrainingRun& run) { return !names.contains(run.name); });
    for (const QString& name : std::as_const(names)) {
        if (find(name)) {
            continue;
        }
        TrainingRun run;
        run.name = name;
        run.folder = pathOf(name);
        const RunNote note = RunNote::read(run.folder);
        run.state = note.state;
        run.notes = note.notes;
        run.problem = note.problem;
        run.order = note.order;
        processOf_[name] = note.process;
        run.snapshot = snapshotTime(run.folder);
        readFacts(run);
        readProgress(run);
        runs_ << run;
    }
    std::stable_sort(runs_.begin(), runs_.end(), [](const TrainingRun& a, const TrainingRun& b) {
        return a.order < b.order;
    });
}

void TrainingService::readFacts(TrainingRun& run) const {
    try {
        const std::string folder = run.folder.toStdString();
        const TrainingOptions options = RunFolder::read_options(folder);
        const TrainingData data = RunFolder::read_data(folder);
        run.steps = options.steps;
        run.data = QString::fromStdString(data.folder.string());
        run.layout = QString::fromStdString(data.layout);
        run.classes = static_cast<int>(data.classes.size());
        for (const OptionInfo& info : option_list()) {
            run.options.append({QString::fromStdString(info.name),
                                QString::fromStdString(option_value(options, info.name))});
        }
    } catch (const std::exception& error) {
        run.state = RunState::Failed;
        run.problem = QString::fromUtf8(error.what());
    }
}

void TrainingService::readProgress(TrainingRun& run) {
    run.step = lastStep(historyFile(run.folder));
    if (isInUse(run.state)) {
        run.stepsPerSecond = pace_->add(run.name, run.step);
    } else {
        run.stepsPerSecond = 0;
        pace_->points.remove(run.name);
    }
    run.distance = lastValue(distancesFile(run.folder), QStringLiteral("frechet"));
    run.checkpoint = checkpointTime(run.folder);
    const QDateTime snapshot = snapshotTime(run.folder);
    if (snapshot != run.snapshot) {
        run.snapshot = snapshot;
        if (snapshot.isValid()) {
            Q_EMIT snapshotWritten(run.name, modelFile(run.name));
        }
    }
}

void TrainingService::follow(TrainingRun& run) {
    try {
        if (hasProcess(run.state)) {
            followProcess(run);
        } else {
            followUser(run);
        }
    } catch (const std::exception& error) {
        run.problem = QString::fromUtf8(error.what());
    }
}

void TrainingService::followProcess(TrainingRun& run) {
    if (processes_->alive(processOf_.value(run.name))) {
        return;
    }
    const auto end = RunEnd::read(run.folder);
    // One that was asked to end before it could listen has lost nothing.
    const bool asked = run.state != RunState::Running;
    const RunEvent event = end ? end->event : asked ? RunEvent::Halted : RunEvent::Broke;
    if (event == RunEvent::Broke) {
        run.problem = reasonOf(end, run.folder);
    }
    processOf_.remove(run.name);
    apply(run, event);
}

void TrainingService::followUser(TrainingRun& run) {
    const bool used = processes_->userOf(run.folder).has_value();
    if (used && run.state != RunState::Elsewhere) {
        apply(run, RunEvent::Taken);
    } else if (!used && run.state == RunState::Elsewhere) {
        const auto end = RunEnd::read(run.folder);
        apply(run,
              end && end->event == RunEvent::Finished ? RunEvent::Finished : RunEvent::Released);
    }
}

void TrainingService::launchNext() {
    if (training()) {
        return;
    }
    const auto waiting = std::find_if(runs_.begin(), runs_.end(), [](const TrainingRun& run) {
        return run.state == RunState::Queued;
    });
    if (waiting == runs_.end()) {
        return;
    }
    try {
        RunEnd::forget(waiting->folder);
        waiting->problem.clear();
        processOf_[waiting->name] = processes_->start(waiting->folder);
        pace_->points.remove(waiting->name);
        apply(*waiting, RunEvent::Launch);
        if (held_) {
            processes_->hold(processOf_.value(waiting->name));
        }
    } catch (const std::exception& error) {
        waiting->problem = QString::fromUtf8(error.what());
        apply(*waiting, RunEvent::Broke);
    }
}

void TrainingService::apply(TrainingRun& run, RunEvent event) {
    const auto state = next(run.state, event);
    if (!state) {
        return;
    }
    run.state = *state;
    if (run.state == RunState::Pausing || run.state == RunState::Stopping) {
        processes_->end(processOf_.value(run.name));
    }
    if (run.state != RunState::Failed) {
        run.problem.clear();
    }
    try {
        save(run);
    } catch (const std::exception& error) {
        run.problem = QString::fromUtf8(error.what());  // a full disk; the state holds all the same
    }
}

void TrainingService::save(const TrainingRun& run) const {
    RunNote note;
    note.state = run.state;
    note.process = processOf_.value(run.name);
    note.notes = run.notes;
    note.problem = run.problem;
    note.order = run.order;
    note.write(run.folder);
}

}  // namespace tessera
