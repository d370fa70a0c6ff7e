// The menus of the top row.
#pragma once

#include <QList>

class QAction;
class QMenu;
class QMenuBar;

namespace tessera::ui {

class StudioActions;

/// Menus that others fill.
struct StudioMenus {
    QMenu* recent = nullptr;
    QMenu* model = nullptr;  ///< entries come before Open model
    QMenu* panels = nullptr;
};

/// `tools`: the actions of the tool column, listed under Edit.
StudioMenus buildMenus(QMenuBar& bar, const StudioActions& actions, const QList<QAction*>& tools);

}  // namespace tessera::ui
