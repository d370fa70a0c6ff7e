// The workspaces of the window: each has a page in the middle, docks around it, and bars of its
// own; the document is the same in all.
#pragma once

#include <QList>
#include <QObject>
#include <QString>

class QStackedWidget;

namespace tessera::ui {

class PanelDocks;
class WorkspaceSwitch;

/// What belongs to one.
struct Workspace {
    QString id;               ///< names it in settings, and in PanelDocks::add()
    QString title;            ///< on the switch
    QWidget* page = nullptr;  ///< may be that of another one, too
    QList<QWidget*> bars;     ///< that are hidden in workspaces that do not list them
};

/// Goes from one to another; all outlive this.
class Workspaces : public QObject {
    Q_OBJECT

public:
    Workspaces(WorkspaceSwitch& choice, QStackedWidget& pages, PanelDocks& docks);

    /// The first one that is added is the one at the start.
    void add(const Workspace& workspace);

    void choose(const QString& id);
    const QString& current() const { return current_; }

Q_SIGNALS:
    void entered(const QString& id);

private:
    void enter(const QString& id);
    void showBars();

    WorkspaceSwitch& switch_;
    QStackedWidget& pages_;
    PanelDocks& docks_;
    QList<Workspace> all_;
    QString current_;
};

}  // namespace tessera::ui
