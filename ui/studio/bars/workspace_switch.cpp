// A row of segments, one a workspace.
#include "ui/studio/bars/workspace_switch.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/theme/theme.h"

namespace tessera::ui {

WorkspaceSwitch::WorkspaceSwitch(QWidget* parent)
    : QWidget(parent), row_(new QHBoxLayout(this)), buttons_(new QButtonGroup(this)) {
    setAccessibleName(tr("Workspaces"));
    setAttribute(Qt::WA_StyledBackground);
    setRole(this, Role::Segments);
    row_->setContentsMargins(3, 3, 3, 3);
    row_->setSpacing(0);
    connect(buttons_, &QButtonGroup::buttonToggled, this, [this](QAbstractButton*, bool on) {
        if (on) {
            Q_EMIT changed(current());
        }
    });
    hide();
}

void WorkspaceSwitch::add(const QString& id, const QString& title) {
    auto* button = new QToolButton(this);
    button->setText(title);
    button->setObjectName(id);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    setRole(button, Role::Segment);
    describe(button, title);
    buttons_->addButton(button);
    row_->addWidget(button);
    if (buttons_->buttons().size() == 1) {
        button->setChecked(true);
    }
    setVisible(buttons_->buttons().size() > 1);
}

QString WorkspaceSwitch::current() const {
    const QAbstractButton* button = buttons_->checkedButton();
    return button ? button->objectName() : QString();
}

void WorkspaceSwitch::choose(const QString& id) {
    for (QAbstractButton* button : buttons_->buttons()) {
        if (button->objectName() == id) {
            button->setChecked(true);
        }
    }
}

}  // namespace tessera::ui
