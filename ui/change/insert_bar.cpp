// The bar's buttons follow the tool.
#include "ui/change/insert_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "ui/change/insert_tool.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

InsertBar::InsertBar(InsertTool& tool, QWidget* host) : QFrame(host), tool_(tool) {
    setAccessibleName(tr("Insert"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 6, 6);
    where_ = new QLabel;
    where_->setMinimumWidth(where_->fontMetrics().horizontalAdvance(QString(12, '0')));
    setRole(where_, Role::Muted);
    row->addWidget(where_);
    mirror_ = addFlip(row, Qt::Horizontal);
    upsideDown_ = addFlip(row, Qt::Vertical);
    auto* cancel = new QPushButton(tr("Cancel"));
    auto* apply = new QPushButton(tr("Place"));
    setRole(apply, Role::Primary);
    describe(cancel, tr("Cancel (Esc)"));
    describe(apply,
             tr("Place (Enter)"),
             tr("Drag it, scale it by its handles, the wheel, + and −; Shift scales freely"));
    row->addWidget(cancel);
    row->addWidget(apply);
    connect(cancel, &QPushButton::clicked, &tool, &InsertTool::dismiss);
    connect(apply, &QPushButton::clicked, &tool, &InsertTool::apply);
    connect(&tool, &InsertTool::changed, this, &InsertBar::follow);
    host->installEventFilter(this);
    follow();
    show();
    raise();
}

QToolButton* InsertBar::addFlip(QHBoxLayout* row, Qt::Orientation direction) {
    const bool lying = direction == Qt::Horizontal;
    auto* button = new QToolButton;
    button->setIcon(icon(lying ? Icon::FlipHorizontal : Icon::FlipVertical));
    button->setCheckable(true);
    describe(button, lying ? tr("Mirror (M)") : tr("Turn upside down (N)"));
    row->addWidget(button);
    connect(button, &QToolButton::clicked, this, [this, direction] { tool_.flip(direction); });
    return button;
}

void InsertBar::follow() {
    const QRect target = tool_.target();
    where_->setText(tr("%1 × %2").arg(target.width()).arg(target.height()));
    mirror_->setChecked(tool_.isFlipped(Qt::Horizontal));
    upsideDown_->setChecked(tool_.isFlipped(Qt::Vertical));
    place();
}

void InsertBar::place() {
    adjustSize();
    move((parentWidget()->width() - width()) / 2, 2 * Metrics::unit);
}

bool InsertBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

void InsertBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours().outline);
    painter.setBrush(colours().panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

}  // namespace tessera::ui
