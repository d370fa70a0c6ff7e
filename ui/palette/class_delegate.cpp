// The look of a class.
#include "ui/palette/class_delegate.h"

#include <QPainter>
#include <algorithm>

#include "ui/palette/class_model.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

constexpr int kMargin = 10;
constexpr int kBarWidth = 52;
constexpr int kBarHeight = 4;
constexpr int kKeySize = 16;
constexpr int kChosenBar = 3;
constexpr int kBarBreadth = 260;  // rows narrower than this spare the bar for the name

/// The columns of a row, from its right end.
struct Columns {
    explicit Columns(const QRect& row) {
        const int middle = row.center().y() + 1;
        swatch = QRect(
            row.left() + kMargin, middle - Metrics::swatch / 2, Metrics::swatch, Metrics::swatch);
        key =
            QRect(row.right() - kMargin - kKeySize + 1, middle - kKeySize / 2, kKeySize, kKeySize);
        const int barWidth = row.width() >= kBarBreadth ? kBarWidth : kBarWidth * 2 / 3;
        bar = QRect(key.left() - 16 - barWidth, middle - kBarHeight / 2, barWidth, kBarHeight);
        const int nameLeft = swatch.right() + 1 + Metrics::unit;
        name = QRect(nameLeft, row.top(), bar.left() - Metrics::unit - nameLeft, row.height());
    }

    QRect swatch, name, bar, key;
};

void paintShare(QPainter* painter, const QRectF& bar, double length) {
    constexpr qreal radius = kBarHeight / 2.0;
    painter->setPen(Qt::NoPen);
    painter->setBrush(colours().raised);
    painter->drawRoundedRect(bar, radius, radius);
    if (length > 0) {
        QRectF filled = bar;
        filled.setWidth(std::max<qreal>(2, bar.width() * length));
        painter->setBrush(colours().accentLine);
        painter->drawRoundedRect(filled, std::min(radius, filled.width() / 2), radius);
    }
}

void paintKey(QPainter* painter, const QRectF& box, const QString& key, bool chosen) {
    painter->setBrush(Qt::NoBrush);
    painter->setPen(colours().outline);
    painter->drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter->setPen(chosen ? colours().text : colours().textMuted);
    painter->setFont(Theme::font(10));
    painter->drawText(box, Qt::AlignCenter, key);
}

}  // namespace

void ClassDelegate::paint(QPainter* painter,
                          const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(ClassModel::ChosenRole).toBool()) {
        painter->fillRect(option.rect, colours().selection);
        QRect mark = option.rect;
        mark.setWidth(kChosenBar);
        painter->fillRect(mark, colours().accentLine);
    } else if (option.state & QStyle::State_MouseOver) {
        painter->fillRect(option.rect, colours().hover);
    }
    if (index.data(ClassModel::ClassRole).toInt() < 0) {
        paintHeading(painter, option.rect, index);
        if (option.state & QStyle::State_HasFocus) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(colours().accentLine);
            painter->drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5));
        }
    } else {
        paintClass(painter, option.rect, index);
    }
    painter->restore();
}

void ClassDelegate::paintClass(QPainter* painter,
                               const QRect& row,
                               const QModelIndex& index) const {
    const Columns columns(row);
    const bool chosen = index.data(ClassModel::ChosenRole).toBool();
    QColor edge = colours().text;
    edge.setAlphaF(0.18f);  // dark swatches on a dark panel still have a shape
    painter->setPen(edge);
    painter->setBrush(index.data(ClassModel::ColourRole).value<QColor>());
    painter->drawRoundedRect(QRectF(columns.swatch).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);

    const QFont font = Theme::font(Metrics::fontSize, chosen);
    painter->setFont(font);
    painter->setPen(colours().text);
    painter->drawText(
        columns.name,
        Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(
            index.data(Qt::DisplayRole).toString(), Qt::ElideRight, columns.name.width()));

    paintShare(painter, columns.bar, index.data(ClassModel::BarRole).toDouble());
    const QString key = index.data(ClassModel::KeyRole).toString();
    if (!key.isEmpty()) {
        paintKey(painter, columns.key, key, chosen);
    }
}

void ClassDelegate::paintHeading(QPainter* painter,
                                 const QRect& row,
                                 const QModelIndex& index) const {
    const bool folded = index.data(ClassModel::FoldedRole).toBool();
    const QRect arrow(row.left() + kMargin + 1, row.center().y() - 6, 14, 14);
    icon(folded ? Icon::ChevronRight : Icon::ChevronDown, colours().textMuted)
        .paint(painter, arrow);
    painter->setFont(Theme::headingFont());
    painter->setPen(colours().textMuted);
    painter->drawText(row.adjusted(kMargin + Metrics::swatch + Metrics::unit, 0, 0, 0),
                      Qt::AlignVCenter,
                      index.data(Qt::DisplayRole).toString());
}

QSize ClassDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {200, Metrics::rowHeight};
}

}  // namespace tessera::ui
