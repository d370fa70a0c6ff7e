// The docks around the middle, and their memory.
#pragma once

#include <QByteArray>
#include <QDockWidget>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSize>

class QMainWindow;

namespace tessera::ui {

/// Docks can be moved, floated and closed (by their header's menu, or the View menu), and come back
/// where they were. Each belongs to a workspace, and the settings hold one arrangement for each.
class PanelDocks : public QObject {
    Q_OBJECT

public:
    explicit PanelDocks(QMainWindow& window);

    /// Docks that are added from here on belong to this workspace; the first one is the one at the
    /// start.
    void setWorkspace(const QString& workspace);

    /// `name` identifies the dock in settings; `header` becomes its title bar; `first` is the
    /// size that it asks for at first.
    QDockWidget& add(const QString& name,
                     const QString& title,
                     QWidget* panel,
                     QWidget* header,
                     Qt::DockWidgetArea area,
                     QSize first);

    /// A dock that was added before shows in the workspace of setWorkspace(), too.
    void share(const QString& name);

    QList<QDockWidget*> docks() const;

    /// After the last add(): what reset() goes back to.
    void rememberFirst();
    /// Arranges the first workspace as it was left.
    void restore();
    /// Remembers the arrangement of the workspace that is shown.
    void save() const;
    /// Shows another workspace as it was left.
    void enter(const QString& workspace);
    void reset();

private:
    struct Panel {
        QDockWidget* dock;
        QSize first;
        QStringList workspaces;
    };

    void addHeaderMenu(QDockWidget& dock, QWidget& header);
    void showOwn();

    QMainWindow& window_;
    QList<Panel> panels_;
    QStringList workspaces_;
    QString adding_;
    QString current_;
    QHash<QString, QByteArray> first_;
};

}  // namespace tessera::ui
