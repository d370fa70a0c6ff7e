// The switch in the middle of the menu row, between workspaces of one window.
#pragma once

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace tessera::ui {

/// With one workspace there is nothing to switch, and nothing shows.
class WorkspaceSwitch : public QWidget {
    Q_OBJECT

public:
    explicit WorkspaceSwitch(QWidget* parent = nullptr);

    /// The first one that is added is chosen. `id` names it in settings.
    void add(const QString& id, const QString& title);
    QString current() const;
    void choose(const QString& id);

Q_SIGNALS:
    void changed(const QString& id);

private:
    QHBoxLayout* row_;
    QButtonGroup* buttons_;
};

}  // namespace tessera::ui
