// The look of a style.
#include "ui/style/style_delegate.h"

#include <QImage>
#include <QPainter>
#include <QPainterPath>

#include "ui/style/style_model.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {

constexpr int kGap = 3;  // round a thumbnail, inside its cell
constexpr int kRadius = 5;
constexpr int kNameHeight = 22;

QRect thumbnailRect(const QRect& cell) {
    return cell.adjusted(kGap, kGap, -kGap, -kGap);
}

/// White text on a shade that lets the photo through above it.
void paintName(QPainter* painter, const QRectF& box, const QString& name) {
    const QRectF band(box.left(), box.bottom() - kNameHeight, box.width(), kNameHeight);
    QColor shade = colours().halo;
    QLinearGradient gradient(band.topLeft(), band.bottomLeft());
    shade.setAlphaF(0);
    gradient.setColorAt(0, shade);
    shade.setAlphaF(0.75f);
    gradient.setColorAt(1, shade);
    painter->fillRect(band, gradient);
    const QRectF room = band.adjusted(6, 3, -6, -2);
    painter->setFont(Theme::font(Metrics::smallFont));
    painter->setPen(colours().overlay);
    painter->drawText(room,
                      Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(name, Qt::ElideRight, int(room.width())));
}

}  // namespace

QRect StyleDelegate::pinRect(const QRect& cell) {
    const QRect box = thumbnailRect(cell);
    return {box.right() - 25, box.top() + 4, 22, 22};
}

void StyleDelegate::paint(QPainter* painter,
                          const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF box = thumbnailRect(option.rect);
    QPainterPath outline;
    outline.addRoundedRect(box, kRadius, kRadius);
    painter->setClipPath(outline);
    paintThumbnail(painter, box, index);
    paintName(painter, box, index.data().toString());
    painter->setClipping(false);

    const bool kept = index.data(StyleModel::KeptRole).toBool();
    const bool reached = option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus);
    if (kept || reached) {
        paintPin(painter, pinRect(option.rect), kept);
    }
    const bool current = index.data(StyleModel::CurrentRole).toBool();
    if (current || option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(current ? colours().accentLine : colours().textMuted, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(box.adjusted(-1, -1, 1, 1), kRadius + 1, kRadius + 1);
    }
    painter->restore();
}

void StyleDelegate::paintThumbnail(QPainter* painter,
                                   const QRectF& box,
                                   const QModelIndex& index) const {
    painter->fillRect(box, colours().raised);
    const auto image = index.data(StyleModel::ThumbnailRole).value<QImage>();
    if (image.isNull()) {
        return;
    }
    // Fills the box and loses what sticks out at two sides.
    QRectF part(QPointF(0, 0), box.size().scaled(image.size(), Qt::KeepAspectRatio));
    part.moveCenter(QRectF(image.rect()).center());
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    if (!index.data(StyleModel::UsableRole).toBool()) {
        painter->setOpacity(0.4);
    }
    painter->drawImage(box, image, part);
    painter->setOpacity(1);
}

void StyleDelegate::paintPin(QPainter* painter, const QRect& box, bool kept) const {
    QColor shade = kept ? colours().accent : colours().halo;
    shade.setAlphaF(kept ? 1.0f : 0.6f);
    painter->setPen(Qt::NoPen);
    painter->setBrush(shade);
    painter->drawEllipse(box);
    icon(Icon::Pin, colours().overlay).paint(painter, box.adjusted(4, 4, -4, -4));
}

QSize StyleDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return option.decorationSize;
}

void StyleDelegate::updateEditorGeometry(QWidget* editor,
                                         const QStyleOptionViewItem& option,
                                         const QModelIndex&) const {
    QRect band = thumbnailRect(option.rect);
    band.setTop(band.bottom() - Metrics::rowHeight + 1);
    editor->setGeometry(band);
}

}  // namespace tessera::ui
