// The Edit menu's commands: history, classes, brush size.
#pragma once

namespace tessera::ui {

class StudioActions;
struct Session;

/// Both live as long as the window.
void connectEditCommands(const StudioActions& actions, Session& session);

}  // namespace tessera::ui
