// The Help menu: first steps, keys, about.
#pragma once

namespace tessera::ui {

class StudioWindow;

void connectHelp(StudioWindow& window);

/// Shows the first steps, once.
void showFirstTip(StudioWindow& window);

}  // namespace tessera::ui
