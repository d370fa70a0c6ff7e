// Buttons for the tools.
#include "ui/studio/bars/tool_column.h"

#include <QActionGroup>
#include <QToolButton>

#include "ui/tools/toolbox.h"

namespace tessera::ui {

ToolColumn::ToolColumn(Toolbox& toolbox, QWidget* parent)
    : QToolBar(parent), group_(new QActionGroup(this)) {
    setObjectName(QStringLiteral("tools"));
    setWindowTitle(tr("Tools"));
    setAccessibleName(tr("Tools"));
    setOrientation(Qt::Vertical);
    setMovable(false);
    setMinimumWidth(48);
    setIconSize({Metrics::iconSize, Metrics::iconSize});
    for (const Tool* tool : toolbox.tools()) {
        const ToolFacts& facts = tool->facts();
        auto* action = new QAction(icon(facts.icon), facts.name, group_);
        action->setCheckable(true);
        action->setShortcut(facts.key);
        action->setToolTip(facts.name);
        addAction(action);
        auto* button = qobject_cast<QToolButton*>(widgetForAction(action));
        button->setFocusPolicy(Qt::TabFocus);
        button->setFixedSize(34, 34);
        describe(button,
                 tr("%1 (%2)").arg(facts.name, facts.key.toString(QKeySequence::NativeText)),
                 facts.hint);
        connect(
            action, &QAction::triggered, &toolbox, [&toolbox, id = facts.id] { toolbox.take(id); });
        actions_[facts.id] = action;
    }
    actions_.at(toolbox.current().facts().id)->setChecked(true);
    connect(
        &toolbox, &Toolbox::taken, this, [this](ToolId id) { actions_.at(id)->setChecked(true); });
}

QList<QAction*> ToolColumn::toolActions() const {
    return group_->actions();
}

}  // namespace tessera::ui
