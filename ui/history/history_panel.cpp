// The history as a list.
#include "ui/history/history_panel.h"

#include <QListView>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "core/document/painting.h"
#include "ui/history/history_model.h"
#include "ui/theme/section_header.h"

namespace tessera::ui {

namespace {

/// The painting's state is marked as the chosen class is; what redo would bring is faint.
class StateDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        if (index.data(HistoryModel::CurrentRole).toBool()) {
            painter->fillRect(option.rect, colours().selection);
        } else if (option.state & QStyle::State_MouseOver) {
            painter->fillRect(option.rect, colours().hover);
        }
        const bool undone = index.data(HistoryModel::UndoneRole).toBool();
        const QRect room = option.rect.adjusted(12, 0, -12, 0);
        painter->setFont(Theme::font());
        painter->setPen(undone ? colours().textFaint : colours().text);
        painter->drawText(room,
                          Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(
                              index.data().toString(), Qt::ElideRight, room.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {120, Metrics::rowHeight};
    }
};

}  // namespace

HistoryPanel::HistoryPanel(QWidget* parent) : QWidget(parent) {
    header_ = new SectionHeader(tr("History"));
    model_ = new HistoryModel(this);
    list_ = new QListView;
    list_->setModel(model_);
    list_->setItemDelegate(new StateDelegate(list_));
    list_->setUniformItemSizes(true);
    list_->setMouseTracking(true);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    describe(
        list_, tr("History"), tr("A click takes the painting back, or forward again, to there"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(list_, 1);

    connect(
        list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &HistoryPanel::goTo);
    connect(model_, &HistoryModel::moved, this, &HistoryPanel::showCurrent);
}

void HistoryPanel::setPainting(Painting* painting) {
    painting_ = painting;
    model_->setPainting(painting);
}

void HistoryPanel::goTo(const QModelIndex& index) {
    if (painting_ && index.isValid() && !following_) {
        painting_->goTo(index.data(HistoryModel::PositionRole).toInt());
    }
}

void HistoryPanel::showCurrent() {
    const QScopedValueRollback following(following_, true);
    list_->setCurrentIndex(model_->currentState());
}

}  // namespace tessera::ui
