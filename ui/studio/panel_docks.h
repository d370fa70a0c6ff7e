// The docks around the canvas, and their memory.
#pragma once

#include <QByteArray>
#include <QDockWidget>
#include <QList>
#include <QObject>
#include <QSize>

class QMainWindow;

namespace tessera::ui {

/// Docks can be moved, floated and closed (by their header's menu, or the View menu), and come back
/// where they were. The settings hold one arrangement for each workspace.
class PanelDocks : public QObject {
    Q_OBJECT

public:
    explicit PanelDocks(QMainWindow& window);

    /// `name` identifies the dock in settings; `header` becomes its title bar; `first` is the
    /// size that it asks for at first.
    QDockWidget& add(const QString& name,
                     const QString& title,
                     QWidget* panel,
                     QWidget* header,
                     Qt::DockWidgetArea area,
                     QSize first);

    const QList<QDockWidget*>& docks() const { return docks_; }

    /// After the last add(): what reset() goes back to.
    void rememberFirst();
    void restore(const QString& workspace);
    void save(const QString& workspace) const;
    void reset();

private:
    void addHeaderMenu(QDockWidget& dock, QWidget& header);

    QMainWindow& window_;
    QList<QDockWidget*> docks_;
    QList<QSize> sizes_;  // at first
    QByteArray first_;
};

}  // namespace tessera::ui
