// Paints both sides and the line between them.
#include "ui/photo/compare_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"

namespace tessera::ui {

CompareView::CompareView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(200, 140);
    setCursor(Qt::SplitHCursor);
    describe(this, tr("Before and after"), tr("Left and Right move the divider"));
    setToolTip({});
}

void CompareView::setBefore(const QImage& photo) {
    before_ = {photo, {}};
    update();
}

void CompareView::setAfter(const QImage& photo) {
    after_ = {photo, {}};
    update();
}

void CompareView::setDivider(qreal position) {
    divider_ = std::clamp<qreal>(position, 0, 1);
    update();
}

QRectF CompareView::photoRect() const {
    const QImage& shape = after_.photo.isNull() ? before_.photo : after_.photo;
    QRectF rect(QPointF(0, 0), QSizeF(shape.size()).scaled(size(), Qt::KeepAspectRatio));
    rect.moveCenter(QRectF(this->rect()).center());
    return rect;
}

void CompareView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().canvas);
    const QRectF whole = photoRect();
    const qreal x = whole.left() + divider_ * whole.width();
    paintSide(painter, before_, QRectF(whole.topLeft(), QPointF(x, whole.bottom())), whole);
    paintSide(painter, after_, QRectF(QPointF(x, whole.top()), whole.bottomRight()), whole);
    paintCaption(painter, tr("before"), whole, true);
    paintCaption(painter, tr("after"), whole, false);
    paintDivider(painter, whole);
}

void CompareView::paintSide(QPainter& painter,
                            Side& side,
                            const QRectF& part,
                            const QRectF& whole) const {
    painter.save();
    painter.setClipRect(part);
    if (side.photo.isNull()) {
        painter.setPen(colours().textMuted);
        painter.drawText(part, Qt::AlignCenter | Qt::TextWordWrap, tr("Rendering…"));
    } else {
        const QSize size = (whole.size() * devicePixelRatioF()).toSize();
        if (side.scaled.size() != size) {
            side.scaled = QPixmap::fromImage(
                side.photo.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        }
        painter.drawPixmap(whole, side.scaled, QRectF(side.scaled.rect()));
    }
    painter.restore();
}

void CompareView::paintCaption(QPainter& painter,
                               const QString& text,
                               const QRectF& whole,
                               bool left) const {
    painter.setFont(Theme::font(Metrics::smallFont));
    const QSizeF size(painter.fontMetrics().horizontalAdvance(text) + 12, 18);
    const qreal x = left ? whole.left() + 8 : whole.right() - 8 - size.width();
    const QRectF box(QPointF(x, whole.bottom() - 8 - size.height()), size);
    QColor shade = colours().halo;
    shade.setAlphaF(0.6f);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(shade);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(colours().overlay);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
}

void CompareView::paintDivider(QPainter& painter, const QRectF& whole) const {
    constexpr qreal kHandle = 13;
    const QPointF middle(whole.left() + divider_ * whole.width(), whole.center().y());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colours().overlay, 2));
    painter.drawLine(QPointF(middle.x(), whole.top()), QPointF(middle.x(), whole.bottom()));
    painter.setPen(hasFocus() ? QPen(colours().accentLine, 2) : QPen(Qt::NoPen));
    painter.setBrush(colours().overlay);
    painter.drawEllipse(middle, kHandle, kHandle);
    const QRect glyph(qRound(middle.x()) - 9, qRound(middle.y()) - 9, 18, 18);
    icon(Icon::BeforeAfter, colours().halo).paint(&painter, glyph);
}

void CompareView::dragTo(qreal x) {
    const QRectF whole = photoRect();
    if (!whole.isEmpty()) {
        setDivider((x - whole.left()) / whole.width());
    }
}

void CompareView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        dragTo(event->position().x());
    }
}

void CompareView::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) {
        dragTo(event->position().x());
    }
}

void CompareView::keyPressEvent(QKeyEvent* event) {
    constexpr qreal kStep = 0.05;
    if (event->key() == Qt::Key_Left) {
        setDivider(divider_ - kStep);
    } else if (event->key() == Qt::Key_Right) {
        setDivider(divider_ + kStep);
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace tessera::ui
