// What studio and trainer tell each other through the folder of a run, beside what
// model/training/run_folder.h keeps there:
//
//     studio.json            the studio's: state, notes, the process it started
//     wanted                 there: the trainer is asked for its weights of now
//     snapshot.safetensors   the trainer's answer, a model file; put in place whole
//     model.safetensors      the model of a run that has ended
//     ended                  how the process ended; missing while it is at it, or was killed
//     errors.txt             what it said on stderr
//     distances.csv          held-out figures, a line a measurement
//     events/                for TensorBoard
#pragma once

#include <QString>
#include <optional>

#include "core/jobs/training/run_state.h"

namespace tessera {

/// studio.json. A run without one, such as one begun on the command line, is paused.
struct RunNote {
    RunState state = RunState::Paused;
    QString process;   ///< TrainingProcesses's name of it, while there is one
    QString notes;     ///< the user's
    QString problem;   ///< of a failed run
    qint64 order = 0;  ///< milliseconds since 1970 at which it was made, or queued

    /// Defaults where there is none, or none that can be read.
    static RunNote read(const QString& run);
    /// Throws std::runtime_error("file: reason").
    void write(const QString& run) const;
};

/// How a process says that it has ended.
struct RunEnd {
    RunEvent event = RunEvent::Broke;  ///< Finished, Halted, or Broke
    QString reason;                    ///< why it broke; its first line is kept

    static std::optional<RunEnd> read(const QString& run);
    static void forget(const QString& run);
    /// Throws std::runtime_error("file: reason").
    void write(const QString& run) const;
};

QString snapshotFile(const QString& run);
QString finalModelFile(const QString& run);
QString historyFile(const QString& run);
QString distancesFile(const QString& run);
QString errorsFile(const QString& run);
QString eventsFolder(const QString& run);

/// The newer of snapshot and final model; empty where there is neither.
QString newestModelFile(const QString& run);

/// Asks the trainer for its weights; takenWish() is the trainer's side: whether it was asked, which
/// it forgets.
void wishForSnapshot(const QString& run);
bool takenWish(const QString& run);

}  // namespace tessera
