// Paints one row of the class list.
#pragma once

#include <QStyledItemDelegate>

namespace tessera::ui {

/// Colour, name, share and key, left to right; a heading has an arrow and a name.
class ClassDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintClass(QPainter* painter, const QRect& row, const QModelIndex& index) const;
    void paintHeading(QPainter* painter, const QRect& row, const QModelIndex& index) const;
};

}  // namespace tessera::ui
