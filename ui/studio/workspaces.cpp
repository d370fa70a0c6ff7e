// Pages, docks and bars change together.
#include "ui/studio/workspaces.h"

#include <QStackedWidget>

#include "ui/studio/bars/workspace_switch.h"
#include "ui/studio/panel_docks.h"

namespace tessera::ui {

Workspaces::Workspaces(WorkspaceSwitch& choice, QStackedWidget& pages, PanelDocks& docks)
    : QObject(&pages), switch_(choice), pages_(pages), docks_(docks) {
    connect(&switch_, &WorkspaceSwitch::changed, this, &Workspaces::enter);
}

void Workspaces::add(const Workspace& workspace) {
    all_ << workspace;
    if (pages_.indexOf(workspace.page) < 0) {
        pages_.addWidget(workspace.page);
    }
    if (current_.isEmpty()) {
        current_ = workspace.id;
    }
    switch_.add(workspace.id, workspace.title);
    showBars();
}

// Those of the others first, as one may be listed by several.
void Workspaces::showBars() {
    for (const bool own : {false, true}) {
        for (const Workspace& one : std::as_const(all_)) {
            for (QWidget* bar : one.bars) {
                if ((one.id == current_) == own) {
                    bar->setVisible(own);
                }
            }
        }
    }
}

void Workspaces::choose(const QString& id) {
    switch_.choose(id);
}

void Workspaces::enter(const QString& id) {
    if (id == current_) {
        return;
    }
    current_ = id;
    docks_.enter(id);
    showBars();
    for (const Workspace& one : std::as_const(all_)) {
        if (one.id == id) {
            pages_.setCurrentWidget(one.page);
        }
    }
    Q_EMIT entered(id);
}

}  // namespace tessera::ui
