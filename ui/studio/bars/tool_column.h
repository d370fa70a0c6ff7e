// The column of tools at the left.
#pragma once

#include <QToolBar>
#include <map>

#include "ui/tools/tool.h"

class QActionGroup;

namespace tessera::ui {

class Toolbox;

/// One checkable action a tool, with its key; follows the toolbox.
class ToolColumn : public QToolBar {
    Q_OBJECT

public:
    explicit ToolColumn(Toolbox& toolbox, QWidget* parent = nullptr);

    QList<QAction*> toolActions() const;

private:
    QActionGroup* group_;
    std::map<ToolId, QAction*> actions_;
};

}  // namespace tessera::ui
