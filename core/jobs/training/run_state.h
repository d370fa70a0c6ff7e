// What a training run can be, and what leads from one state to the next: the whole of it.
#pragma once

#include <optional>

class QString;

namespace tessera {

enum class RunState {
    Queued,    ///< waits for its turn; one run trains at a time
    Running,   ///< a process of its own is at it
    Pausing,   ///< that process was asked to write a checkpoint and end
    Paused,    ///< no process; goes on from its checkpoint when it is started
    Stopping,  ///< as Pausing, but for good
    Done,      ///< all steps are done, or it was stopped
    Failed,    ///< its process ended by itself; the reason is known
    Elsewhere  ///< another process, which the studio did not start, is at the folder
};

enum class RunEvent {
    Start,     ///< the user wants it to train (from the start, or on)
    Launch,    ///< it is its turn, and its process was started
    Pause,     ///< the user
    Stop,      ///< the user
    Finished,  ///< the process has ended: all steps are done
    Halted,    ///< the process has ended with a checkpoint, as it was asked to
    Broke,     ///< the process has ended by itself, or could not be started
    Taken,     ///< another process is at the folder
    Released   ///< it no longer is
};

/// The state that follows; none where the event cannot happen in this state.
///
///                Start   Launch   Pause    Stop      Finished  Halted  Broke   Taken      Released
///     Queued     –       Running  Paused   Done      –         –       Failed  Elsewhere  –
///     Running    –       –        Pausing  Stopping  Done      Paused  Failed  –          –
///     Pausing    –       –        –        Stopping  Done      Paused  Failed  –          –
///     Paused     Queued  –        –        Done      –         –       –       Elsewhere  –
///     Stopping   –       –        –        –         Done      Done    Failed  –          –
///     Done       Queued  –        –        –         –         –       –       Elsewhere  –
///     Failed     Queued  –        –        Done      –         –       –       Elsewhere  –
///     Elsewhere  –       –        –        –         Done      –       –       –          Paused
///
/// Running and Halted: someone else asked the process to end, such as a shutdown of the machine.
/// (Done can be started only while steps are left, which the table does not know.)
std::optional<RunState> next(RunState state, RunEvent event);

/// Whether a process that the studio started is at the run.
bool hasProcess(RunState state);

/// Whether any process is at the run.
bool isInUse(RunState state);

/// "running", for people and for files; stateFromName() takes the latter back.
QString stateTitle(RunState state);
QString stateName(RunState state);
std::optional<RunState> stateFromName(const QString& name);

}  // namespace tessera
