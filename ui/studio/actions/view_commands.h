// The View menu's commands that move and change the canvas.
#pragma once

namespace tessera::ui {

class CanvasView;
class StudioActions;

/// Both live as long as the window.
void connectViewCommands(const StudioActions& actions, CanvasView& canvas);

}  // namespace tessera::ui
