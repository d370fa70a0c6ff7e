// Rows of runs whose texts keep their colours when they are chosen.
#pragma once

#include <QStyledItemDelegate>

namespace tessera::ui {

class RunDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace tessera::ui
