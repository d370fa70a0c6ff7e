// The top row: name, menus, workspace switch in the middle, model at the right.
#pragma once

#include <QWidget>

class QMenu;
class QMenuBar;
class QToolButton;

namespace tessera::ui {

class WorkspaceSwitch;

class MenuRow : public QWidget {
    Q_OBJECT

public:
    explicit MenuRow(QWidget* parent = nullptr);

    QMenuBar& menus() const { return *menus_; }
    WorkspaceSwitch& workspaces() const { return *workspaces_; }

    /// Names the model in use; `card` is shown as its tip.
    void setModel(const QString& title, const QStringList& card);
    void setModelMenu(QMenu* menu);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QMenuBar* menus_;
    WorkspaceSwitch* workspaces_;
    QToolButton* model_;
};

}  // namespace tessera::ui
