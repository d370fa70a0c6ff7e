// The picture fills the tile, the caption lies over its lower edge.
#include "ui/inspect/picture_tile.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>

#include "ui/inspect/picture_menu.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kCaption = 20;
constexpr int kSwatch = 8;
}  // namespace

PictureTile::PictureTile(QWidget* parent) : QAbstractButton(parent) {
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
}

void PictureTile::setPicture(const QImage& picture, const QString& caption, const QColor& swatch) {
    const bool reshaped = picture.size() != picture_.size();
    picture_ = picture;
    swatch_ = swatch;
    setText(caption);
    setAccessibleName(caption);
    if (reshaped) {
        updateGeometry();
    }
    update();
}

void PictureTile::setMuted(bool muted) {
    muted_ = muted;
    setAccessibleDescription(muted ? tr("Muted") : QString());
    update();
}

int PictureTile::heightForWidth(int width) const {
    return picture_.isNull() ? width * 3 / 4
                             : qRound(double(width) * picture_.height() / picture_.width());
}

void PictureTile::setPreferredWidth(int width) {
    if (width != preferredWidth_) {
        preferredWidth_ = width;
        updateGeometry();
    }
}

QSize PictureTile::sizeHint() const {
    return {preferredWidth_, heightForWidth(preferredWidth_)};
}

void PictureTile::paintEvent(QPaintEvent*) {
    const Colours& c = colours();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(rect()), Metrics::half, Metrics::half);
    painter.setClipPath(outline);
    painter.fillRect(rect(), c.field);
    painter.setOpacity(muted_ ? 0.3 : 1);
    painter.drawImage(rect(), picture_);
    painter.setOpacity(1);

    const QRect line(0, height() - kCaption, width(), kCaption);
    QColor shade = c.halo;
    shade.setAlphaF(0.6f);
    painter.fillRect(line, shade);
    int left = Metrics::unit;
    if (swatch_.isValid()) {
        painter.fillRect(QRect(left, line.center().y() - kSwatch / 2 + 1, kSwatch, kSwatch),
                         swatch_);
        left += kSwatch + Metrics::half;
    }
    QFont font = Theme::font(Metrics::smallFont);
    font.setStrikeOut(muted_);
    painter.setFont(font);
    painter.setPen(c.overlay);
    const int room = line.width() - left - Metrics::half;
    painter.drawText(line.adjusted(left, 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
    if (isChecked() || hasFocus()) {
        painter.setClipping(false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(c.accentLine, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void PictureTile::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu;
    addPictureActions(menu, picture_, text(), *this);
    if (offersMute_) {
        menu.addSeparator();
        menu.addAction(muted_ ? tr("Unmute") : tr("Mute"),
                       QKeySequence(Qt::Key_M),
                       this,
                       &PictureTile::muteRequested);
    }
    if (offersRemove_) {
        menu.addSeparator();
        menu.addAction(
            tr("Remove"), QKeySequence(QKeySequence::Delete), this, &PictureTile::removeRequested);
    }
    menu.exec(event->globalPos());
}

void PictureTile::mouseDoubleClickEvent(QMouseEvent*) {
    openLarge(picture_, text(), *this);
}

void PictureTile::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_M && offersMute_) {
        Q_EMIT muteRequested();
    } else if (event->key() == Qt::Key_Delete && offersRemove_) {
        Q_EMIT removeRequested();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        openLarge(picture_, text(), *this);
    } else if (event->matches(QKeySequence::Copy)) {
        copyPicture(picture_);
    } else {
        QAbstractButton::keyPressEvent(event);
    }
}

}  // namespace tessera::ui
