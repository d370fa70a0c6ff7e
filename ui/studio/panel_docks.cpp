// Docks, their headers' menus, and QMainWindow's state in the settings.
#include "ui/studio/panel_docks.h"

#include <QMainWindow>
#include <QMenu>
#include <QSettings>

namespace tessera::ui {

namespace {
constexpr int kStateVersion = 1;  // of the arrangement; another one starts afresh

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
    docks_.append(dock);
    sizes_.append(first);
    return *dock;
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

void PanelDocks::rememberFirst() {
    QList<int> widths;
    QList<int> heights;
    for (const QSize size : sizes_) {
        widths.append(size.width());
        heights.append(size.height());
    }
    window_.resizeDocks(docks_, widths, Qt::Horizontal);
    window_.resizeDocks(docks_, heights, Qt::Vertical);
    first_ = window_.saveState(kStateVersion);
}

void PanelDocks::restore(const QString& workspace) {
    window_.restoreState(QSettings().value(stateKey(workspace)).toByteArray(), kStateVersion);
}

void PanelDocks::save(const QString& workspace) const {
    QSettings().setValue(stateKey(workspace), window_.saveState(kStateVersion));
}

void PanelDocks::reset() {
    window_.restoreState(first_, kStateVersion);
}

}  // namespace tessera::ui
