// Three cells of which the middle one stays in the middle.
#include "ui/studio/bars/menu_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QMenuBar>
#include <QPainter>
#include <QToolButton>

#include "ui/studio/bars/workspace_switch.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kHeight = 44;
}

MenuRow::MenuRow(QWidget* parent)
    : QWidget(parent),
      menus_(new QMenuBar(this)),
      workspaces_(new WorkspaceSwitch(this)),
      model_(new QToolButton(this)) {
    auto* name = new QLabel(tr("Tessera"), this);
    name->setFont(Theme::font(Metrics::fontSize + 1, true));
    menus_->setNativeMenuBar(false);
    menus_->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    menus_->setStyleSheet(QStringLiteral("QMenuBar { border: none; }"));  // the row has a line
    model_->setPopupMode(QToolButton::InstantPopup);
    model_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    model_->setLayoutDirection(Qt::RightToLeft);
    model_->setIcon(icon(Icon::ChevronDown));
    model_->setIconSize({12, 12});
    model_->setFocusPolicy(Qt::TabFocus);
    setModel(tr("No model"), {});

    auto* left = new QHBoxLayout;
    left->setSpacing(Metrics::half);
    left->addWidget(name);
    left->addWidget(menus_);
    left->addStretch();
    auto* row = new QGridLayout(this);
    row->setContentsMargins(Metrics::unit * 2 - 2, 0, Metrics::unit, 1);
    row->setHorizontalSpacing(Metrics::unit);
    row->addLayout(left, 0, 0);
    row->addWidget(workspaces_, 0, 1, Qt::AlignCenter);
    row->addWidget(model_, 0, 2, Qt::AlignAbsolute | Qt::AlignRight | Qt::AlignVCenter);
    row->setColumnStretch(0, 1);
    row->setColumnStretch(2, 1);
    setFixedHeight(kHeight);
}

void MenuRow::setModel(const QString& title, const QStringList& card) {
    model_->setText(title);
    describe(model_, tr("Model: %1").arg(title), card.join(QLatin1Char('\n')));
}

void MenuRow::setModelMenu(QMenu* menu) {
    model_->setMenu(menu);
}

void MenuRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().bar);
    painter.fillRect(0, height() - 1, width(), 1, colours().line);
}

}  // namespace tessera::ui
