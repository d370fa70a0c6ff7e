// The processes that train. Each run trains in a process of its own, `tessera train --resume`,
// which belongs to nobody:
//
// - it goes on when the studio is closed, and the next start finds it again by its name;
// - a crash or the end of memory in it costs no painting;
// - it shares no threads, locks or allocator with the renders, so that its priority and a stroke's
//   right of way are the system's business: it is started below normal priority, and is held
//   (SIGSTOP) while a stroke waits for its photo.
//
// The folder of the run is all that the two share: see core/jobs/training/run_files.h.
#pragma once

#include <QString>
#include <memory>
#include <optional>

namespace tessera {

/// A door to the system, so that tests need no processes. Names of processes are never used twice.
class TrainingProcesses {
public:
    virtual ~TrainingProcesses() = default;

    /// Starts a process that trains in the folder of a run. Throws std::runtime_error, one line.
    virtual QString start(const QString& run) = 0;

    virtual bool alive(const QString& process) const = 0;

    /// Asks it to write a checkpoint and end. A held one goes on for that.
    virtual void end(const QString& process) = 0;

    /// Stops it where it is, between any two instructions, until it is let go.
    virtual void hold(const QString& process) = 0;
    virtual void letGo(const QString& process) = 0;

    /// The process that is at the folder of a run, whoever started it. A process that was started
    /// takes a moment to be at it. Empty where it has no name here, such as one of another machine.
    virtual std::optional<QString> userOf(const QString& run) const = 0;
};

/// Processes of this machine. `program` is the tessera to start; empty: this one.
std::unique_ptr<TrainingProcesses> systemProcesses(const QString& program = {});

/// The trainer's side, first thing in its life: below normal priority, all threads that are still
/// to come included, and unmoved by the end of the session that started it.
void stepBack();

}  // namespace tessera
