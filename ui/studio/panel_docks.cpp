// Docks, their headers' menus, and QMainWindow's state in the settings.
#include "ui/studio/panel_docks.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QSettings>

namespace tessera::ui {

namespace {
constexpr int kStateVersion = 3;  // of the arrangement; another one starts afresh

QString stateKey(const QString& workspace) {
    return QStringLiteral("workspaces/%1/panels").arg(workspace);
}
}  // namespace

PanelDocks::PanelDocks(QMainWindow& window) : QObject(&window), window_(window) {
    window_.setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks |
                           QMainWindow::AllowTabbedDocks);
    window_.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window_.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

QDockWidget& PanelDocks::add(const QString& name,
                             const QString& title,
                             QWidget* panel,
                             QWidget* header,
                             Qt::DockWidgetArea area,
                             QSize first) {
    auto* dock = new QDockWidget(title, &window_);
    dock->setObjectName(name);
    dock->setAccessibleName(title);
    dock->setWidget(panel);
    dock->setTitleBarWidget(header);
    addHeaderMenu(*dock, *header);
    window_.addDockWidget(area, dock);
    panels_.append({dock, first, {adding_}});
    return *dock;
}

void PanelDocks::setWorkspace(const QString& workspace) {
    adding_ = workspace;
    workspaces_ << workspace;
    if (current_.isEmpty()) {
        current_ = workspace;
    }
}

void PanelDocks::share(const QString& name) {
    for (Panel& panel : panels_) {
        if (panel.dock->objectName() == name) {
            panel.workspaces << adding_;
        }
    }
}

QList<QDockWidget*> PanelDocks::docks() const {
    QList<QDockWidget*> docks;
    for (const Panel& panel : panels_) {
        docks << panel.dock;
    }
    return docks;
}

void PanelDocks::addHeaderMenu(QDockWidget& dock, QWidget& header) {
    header.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&header, &QWidget::customContextMenuRequested, &dock, [&dock, &header](QPoint at) {
        QMenu menu;
        const QAction* floats = menu.addAction(dock.isFloating() ? tr("Dock") : tr("Float"));
        const QAction* closes = menu.addAction(tr("Close"));
        const QAction* chosen = menu.exec(header.mapToGlobal(at));
        if (chosen == floats) {
            dock.setFloating(!dock.isFloating());
        } else if (chosen == closes) {
            dock.close();
        }
    });
}

// The last workspace first, so that the one at the start stays.
void PanelDocks::rememberFirst() {
    for (qsizetype i = workspaces_.size() - 1; i >= 0; --i) {
        current_ = workspaces_[i];
        showOwn();
        QList<QDockWidget*> docks;
        QList<int> widths;
        QList<int> heights;
        for (const Panel& panel : std::as_const(panels_)) {
            if (panel.workspaces.contains(current_)) {
                docks << panel.dock;
                widths << panel.first.width();
                heights << panel.first.height();
            }
        }
        window_.resizeDocks(docks, widths, Qt::Horizontal);
        window_.resizeDocks(docks, heights, Qt::Vertical);
        first_[current_] = window_.saveState(kStateVersion);
    }
}

void PanelDocks::showOwn() {
    for (const Panel& panel : std::as_const(panels_)) {
        const bool own = panel.workspaces.contains(current_);
        panel.dock->setVisible(own);
        panel.dock->toggleViewAction()->setVisible(own);
    }
}

void PanelDocks::restore() {
    window_.restoreState(QSettings().value(stateKey(current_)).toByteArray(), kStateVersion);
}

void PanelDocks::save() const {
    QSettings().setValue(stateKey(current_), window_.saveState(kStateVersion));
}

void PanelDocks::enter(const QString& workspace) {
    save();
    current_ = workspace;
    showOwn();
    if (!window_.restoreState(QSettings().value(stateKey(current_)).toByteArray(), kStateVersion)) {
        reset();
    }
}

void PanelDocks::reset() {
    window_.restoreState(first_.value(current_), kStateVersion);
}

}  // namespace tessera::ui
