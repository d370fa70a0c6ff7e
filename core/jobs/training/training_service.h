// The runs of a user: what they are, what they do, and what the user may do with them.
#pragma once

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>

#include "core/jobs/training/run_state.h"
#include "core/jobs/training/training_choices.h"
#include "core/jobs/training/training_processes.h"

namespace tessera {

/// What is known of one run.
struct TrainingRun {
    QString name;
    QString folder;  ///< absolute
    RunState state = RunState::Paused;
    qint64 step = 0;                         ///< done
    qint64 steps = 0;                        ///< of all
    double stepsPerSecond = 0;               ///< of the last half minute; 0: unknown
    QString notes;                           ///< the user's
    QString problem;                         ///< of a failed run: why, one line
    QString data;                            ///< folder of the pictures
    QString layout;                          ///< "pairs"
    int classes = 0;                         ///< that it learns
    QList<QPair<QString, QString>> options;  ///< name, value
    std::optional<double> distance;          ///< Fréchet distance of the last measurement
    QDateTime checkpoint;                    ///< newest; invalid: none yet
    QDateTime snapshot;                      ///< newest model of it; invalid: none yet
    qint64 order = 0;                        ///< the queue's

    /// Until all steps are done; nothing where that can't be told.
    std::optional<double> secondsLeft() const;
    QString option(const QString& key) const;  ///< value of "batch", ..
};

/// Runs live in one folder and survive the program: see core/jobs/training/training_processes.h.
/// One trains at a time, the others wait in the order in which they were queued.
///
/// Once a second, and whenever refresh() is called, the folder is read anew, but of a run that no
/// process is at only whether one is by now; nothing ever waits for a process. Errors of a method
/// come as std::runtime_error, one line; those of a run as its problem.
class TrainingService : public QObject {
    Q_OBJECT

public:
    /// <user's data folder>/runs
    static QString userFolder();

    explicit TrainingService(const QString& folder = userFolder(),
                             std::unique_ptr<TrainingProcesses> processes = {},
                             QObject* parent = nullptr);
    ~TrainingService() override;  ///< lets go of what is held; processes go on

    const QString& folder() const { return folder_; }

    /// By age, oldest first.
    const QList<TrainingRun>& runs() const { return runs_; }
    /// Null where there is none of that name.
    const TrainingRun* find(const QString& name) const;
    /// The one that trains, if any.
    const TrainingRun* training() const;

    /// Queues a new run.
    void create(const NewRun& run);
    /// Data and options of a run under another name, which comes back; paused at the start.
    QString duplicate(const QString& name);

    /// Whether start(), pause(), stop() or remove() can be called now.
    bool canStart(const TrainingRun& run) const;
    bool canPause(const TrainingRun& run) const;
    bool canStop(const TrainingRun& run) const;
    bool canRemove(const TrainingRun& run) const;
    void start(const QString& name);  ///< queues it
    void pause(const QString& name);
    void stop(const QString& name);
    void remove(const QString& name);
    void setNotes(const QString& name, const QString& notes);

    /// Pauses all that run or wait, for the program is closed.
    void pauseAll();

    /// A stroke goes first: what trains is held while one waits for its photo, and for a moment
    /// after, since strokes come in rows.
    void setRenderPending(bool pending);

    /// Asks for a model file of the run's weights; ends with snapshotWritten. Where no process is
    /// at the run, that is the one there is; without any, nothing follows.
    void requestSnapshot(const QString& name);

    /// Newest model file of a run; empty where there is none yet.
    QString modelFile(const QString& name) const;

    /// Copies the newest model to a file, whole, on another thread; ends with modelExported or
    /// exportFailed.
    void exportModel(const QString& name, const QString& file);

    void refresh();

Q_SIGNALS:
    void runsChanged();  ///< one came, went, or changed
    void snapshotWritten(const QString& name, const QString& file);
    void modelExported(const QString& name, const QString& file);
    void exportFailed(const QString& name, const QString& reason);

private:
    struct Pace;

    void readFolder();
    void readFacts(TrainingRun& run) const;
    void readProgress(TrainingRun& run);
    void follow(TrainingRun& run);
    void followProcess(TrainingRun& run);
    void followUser(TrainingRun& run);
    void launchNext();
    void apply(TrainingRun& run, RunEvent event);
    void save(const TrainingRun& run) const;
    void forEachProcess(const std::function<void(const QString& process)>& act) const;
    TrainingRun& need(const QString& name);
    QString pathOf(const QString& name) const;

    QString folder_;
    std::unique_ptr<TrainingProcesses> processes_;
    QList<TrainingRun> runs_;
    QHash<QString, QString> processOf_;  // by name of run
    std::unique_ptr<Pace> pace_;
    QTimer tick_;
    QTimer quiet_;  // until what was held is let go
    bool held_ = false;
};

}  // namespace tessera
