// The panels of the Paint workspace, each in its dock.
#pragma once

#include <QObject>

namespace tessera::ui {

class HistoryPanel;
class PalettePanel;
class PanelDocks;
class PhotoPanel;
class StylePanel;
struct Session;

/// Owned by their docks.
struct StudioPanels {
    PalettePanel* palette = nullptr;
    PhotoPanel* photo = nullptr;
    StylePanel* style = nullptr;
    HistoryPanel* history = nullptr;
};

StudioPanels addPanels(PanelDocks& docks, Session& session);

/// The class chosen in the palette is the one that tools paint with, whoever chooses it.
void connectClasses(const StudioPanels& panels, Session& session);

}  // namespace tessera::ui
