// The table of transitions.
#include "core/jobs/training/run_state.h"

#include <QCoreApplication>
#include <QString>
#include <array>

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RunState)
};

struct Transition {
    RunState from;
    RunEvent event;
    RunState to;
};

using S = RunState;
using E = RunEvent;

constexpr std::array kTransitions = {
    Transition{S::Queued, E::Launch, S::Running},    Transition{S::Queued, E::Pause, S::Paused},
    Transition{S::Queued, E::Stop, S::Done},         Transition{S::Queued, E::Broke, S::Failed},
    Transition{S::Queued, E::Taken, S::Elsewhere},   Transition{S::Running, E::Pause, S::Pausing},
    Transition{S::Running, E::Stop, S::Stopping},    Transition{S::Running, E::Finished, S::Done},
    Transition{S::Running, E::Halted, S::Paused},    Transition{S::Running, E::Broke, S::Failed},
    Transition{S::Pausing, E::Stop, S::Stopping},    Transition{S::Pausing, E::Finished, S::Done},
    Transition{S::Pausing, E::Halted, S::Paused},    Transition{S::Pausing, E::Broke, S::Failed},
    Transition{S::Paused, E::Start, S::Queued},      Transition{S::Paused, E::Stop, S::Done},
    Transition{S::Paused, E::Taken, S::Elsewhere},   Transition{S::Stopping, E::Finished, S::Done},
    Transition{S::Stopping, E::Halted, S::Done},     Transition{S::Stopping, E::Broke, S::Failed},
    Transition{S::Done, E::Start, S::Queued},        Transition{S::Done, E::Taken, S::Elsewhere},
    Transition{S::Failed, E::Start, S::Queued},      Transition{S::Failed, E::Stop, S::Done},
    Transition{S::Failed, E::Taken, S::Elsewhere},   Transition{S::Elsewhere, E::Finished, S::Done},
    Transition{S::Elsewhere, E::Released, S::Paused}};

constexpr std::array kNames = {
    "queued", "running", "pausing", "paused", "stopping", "done", "failed", "elsewhere"};

}  // namespace

std::optional<RunState> next(RunState state, RunEvent event) {
    for (const Transition& one : kTransitions) {
        if (one.from == state && one.event == event) {
            return one.to;
        }
    }
    return std::nullopt;
}

bool hasProcess(RunState state) {
    return state == S::Running || state == S::Pausing || state == S::Stopping;
}

bool isInUse(RunState state) {
    return hasProcess(state) || state == RunState::Elsewhere;
}

QString stateTitle(RunState state) {
    switch (state) {
        case S::Queued:
            return Text::tr("queued");
        case S::Running:
            return Text::tr("running");
        case S::Pausing:
            return Text::tr("pausing");
        case S::Paused:
            return Text::tr("paused");
        case S::Stopping:
            return Text::tr("stopping");
        case S::Done:
            return Text::tr("done");
        case S::Failed:
            return Text::tr("failed");
        case S::Elsewhere:
            return Text::tr("elsewhere");
    }
    return {};
}

QString stateName(RunState state) {
    return QString::fromLatin1(kNames[static_cast<size_t>(state)]);
}

std::optional<RunState> stateFromName(const QString& name) {
    for (size_t i = 0; i < kNames.size(); ++i) {
        if (name == QLatin1String(kNames[i])) {
            return static_cast<RunState>(i);
        }
    }
    return std::nullopt;
}

}  // namespace tessera
