// Paints one style: its thumbnail, its name, its pin.
#pragma once

#include <QStyledItemDelegate>

namespace tessera::ui {

class StyleDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Where the pin of a cell is pressed.
    static QRect pinRect(const QRect& cell);

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    /// The cell, which the view says by its icon size.
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor,
                              const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

private:
    void paintThumbnail(QPainter* painter, const QRectF& box, const QModelIndex& index) const;
    void paintPin(QPainter* painter, const QRect& box, bool kept) const;
};

}  // namespace tessera::ui
