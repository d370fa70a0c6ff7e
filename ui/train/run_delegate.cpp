// The style sheet gives a chosen row one colour; here the model's count.
#include "ui/train/run_delegate.h"

#include <QApplication>
#include <QPainter>

namespace tessera::ui {

namespace {
constexpr int kPadding = 8;  // pixels, as the style sheet's
}

void RunDelegate::paint(QPainter* painter,
                        const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    const QString text = row.text;
    row.text.clear();
    const QStyle* style = row.widget ? row.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);
    const QRect room = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    painter->setFont(row.font);
    painter->setPen(index.data(Qt::ForegroundRole).value<QColor>());
    painter->drawText(room,
                      Qt::AlignVCenter | Qt::AlignLeft,
                      row.fontMetrics.elidedText(text, Qt::ElideRight, room.width()));
}

}  // namespace tessera::ui
