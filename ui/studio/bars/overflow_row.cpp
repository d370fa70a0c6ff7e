// Lays out by hand, as no layout of Qt hides what does not fit.
#include "ui/studio/bars/overflow_row.h"

#include <QEvent>
#include <QFrame>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kGap = 2 * Metrics::unit;

// A layout item would say nothing for what is hidden.
QSize sizeOf(const QWidget* widget) {
    return widget->sizeHint()
        .expandedTo(widget->minimumSizeHint())
        .expandedTo(widget->minimumSize())
        .boundedTo(widget->maximumSize());
}
}  // namespace

OverflowRow::OverflowRow(QWidget* parent)
    : QWidget(parent), more_(new QToolButton(this)), popup_(new QFrame(this, Qt::Popup)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    more_->setIcon(icon(Icon::More));
    more_->setFocusPolicy(Qt::TabFocus);
    more_->hide();
    describe(more_, tr("More options"));
    auto* column = new QVBoxLayout(popup_);
    column->setContentsMargins(kGap, kGap, kGap, kGap);
    column->setSpacing(Metrics::unit);
    popup_->setFrameShape(QFrame::StyledPanel);
    popup_->installEventFilter(this);
    connect(more_, &QToolButton::clicked, this, &OverflowRow::openRest);
}

void OverflowRow::add(QWidget* control) {
    control->setParent(this);
    cells_.append({control});
    arrange();
}

void OverflowRow::setShown(QWidget* control, bool shown) {
    for (Cell& cell : cells_) {
        if (cell.control == control && cell.shown != shown) {
            cell.shown = shown;
            arrange();
        }
    }
}

QSize OverflowRow::sizeHint() const {
    QSize size(0, 0);
    for (const Cell& cell : cells_) {
        if (cell.shown) {
            const QSize own = sizeOf(cell.control);
            size = {size.width() + own.width() + kGap, std::max(size.height(), own.height())};
        }
    }
    return size;
}

QSize OverflowRow::minimumSizeHint() const {
    return {sizeOf(more_).width(), sizeHint().height()};
}

bool OverflowRow::event(QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest ||
        event->type() == QEvent::StyleChange) {
        arrange();
    }
    return QWidget::event(event);
}

void OverflowRow::arrange() {
    if (popup_->isVisible()) {
        return;
    }
    const bool all = sizeHint().width() - kGap <= width();
    const int end = all ? width() : width() - sizeOf(more_).width();
    int x = 0;
    bool full = false;
    for (Cell& cell : cells_) {
        if (cell.shown) {
            const int next = x + sizeOf(cell.control).width();
            full = full || next > end;
            cell.fits = !full;
            if (cell.fits) {
                place(cell.control, x);
                x = next + kGap;
            }
        }
        cell.control->setVisible(cell.shown && cell.fits);
    }
    place(more_, end);
    more_->setVisible(!all);
}

void OverflowRow::place(QWidget* widget, int x) {
    const QSize size = sizeOf(widget);
    widget->setGeometry(x, (height() - size.height()) / 2, size.width(), size.height());
}

void OverflowRow::openRest() {
    for (const Cell& cell : cells_) {
        if (cell.shown && !cell.fits) {
            popup_->layout()->addWidget(cell.control);
            cell.control->show();
        }
    }
    popup_->adjustSize();
    const QPoint below = more_->mapToGlobal(more_->rect().bottomRight());
    popup_->move(below.x() - popup_->width(), below.y() + Metrics::half);
    popup_->show();
}

bool OverflowRow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == popup_ && event->type() == QEvent::Hide) {
        takeBack();
    }
    return QWidget::eventFilter(watched, event);
}

void OverflowRow::takeBack() {
    for (const Cell& cell : cells_) {
        if (cell.control->parentWidget() == popup_) {
            popup_->layout()->removeWidget(cell.control);
            cell.control->setParent(this);
        }
    }
    arrange();
}

}  // namespace tessera::ui
