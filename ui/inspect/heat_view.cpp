// The picture, the heat over it, the scale below.
#include "ui/inspect/heat_view.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "ui/inspect/picture_menu.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kScale = 20;  // the scale's height
constexpr int kBar = 6;
}  // namespace

HeatView::HeatView(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setMinimumSize(80, 60);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void HeatView::setMap(
    const NumberMap& map, const QImage& under, float low, float high, const QString& name) {
    const bool reshaped = map.size != map_.size;
    map_ = map;
    under_ = under;
    low_ = low;
    high_ = high;
    name_ = name;
    heat_ = heatImage(map, low, high);
    setAccessibleName(name);
    if (reshaped) {
        updateGeometry();
    }
    update();
}

void HeatView::setNothing() {
    map_ = {};
    heat_ = {};
    under_ = {};
    update();
}

void HeatView::setOpacity(qreal opacity) {
    opacity_ = opacity;
    update();
}

int HeatView::heightForWidth(int width) const {
    const QSize size = map_.size.isEmpty() ? QSize(4, 3) : map_.size;
    return qRound(double(width) * size.height() / size.width()) + kScale;
}

QSize HeatView::sizeHint() const {
    constexpr int width = 200;
    return {width, heightForWidth(width)};
}

QRectF HeatView::mapRect() const {
    const QSizeF room(width(), height() - kScale);
    return {QPointF(0, 0), QSizeF(map_.size).scaled(room, Qt::KeepAspectRatio)};
}

QImage HeatView::picture() const {
    QImage image = under_.convertToFormat(QImage::Format_ARGB32);
    if (image.isNull()) {
        image = QImage(map_.size, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
    }
    QPainter painter(&image);
    painter.setOpacity(opacity_);
    painter.drawImage(image.rect(), heat_);
    return image;
}

void HeatView::paintEvent(QPaintEvent*) {
    const Colours& c = colours();
    QPainter painter(this);
    if (heat_.isNull()) {
        painter.fillRect(rect().adjusted(0, 0, 0, -kScale), c.field);
        return;
    }
    const QRectF where = mapRect();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(where, under_);
    painter.setOpacity(opacity_);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, map_.cell <= 1);
    painter.drawImage(where, heat_);
    painter.setOpacity(1);

    painter.setFont(Theme::font(Metrics::smallFont));
    painter.setPen(c.textMuted);
    const QRectF line(0, where.bottom() + 2, where.width(), kScale - 2);
    const QString low = shortNumber(low_);
    const QString high = shortNumber(high_);
    const int lowWide = painter.fontMetrics().horizontalAdvance(low) + Metrics::half;
    const int highWide = painter.fontMetrics().horizontalAdvance(high) + Metrics::half;
    const int nameWide = painter.fontMetrics().horizontalAdvance(name_) + Metrics::unit;
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name_);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, high);
    QRectF bar(nameWide + lowWide,
               line.center().y() - kBar / 2.0,
               line.width() - nameWide - lowWide - highWide,
               kBar);
    painter.drawText(QRectF(nameWide, line.top(), lowWide, line.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     low);
    if (bar.width() > Metrics::unit) {
        painter.drawImage(bar, colourBar({256, 1}));
    }
}

void HeatView::mouseMoveEvent(QMouseEvent* event) {
    const QRectF where = mapRect();
    if (heat_.isNull() || !where.contains(event->position())) {
        Q_EMIT pointed({});
        return;
    }
    const QPointF part = event->position() - where.topLeft();
    const int x = std::min(static_cast<int>(part.x() / where.width() * map_.size.width()),
                           map_.size.width() - 1);
    const int y = std::min(static_cast<int>(part.y() / where.height() * map_.size.height()),
                           map_.size.height() - 1);
    const float value = map_.at(x, y);
    Q_EMIT pointed(std::isnan(value) ? tr("void at %1, %2").arg(x).arg(y)
                                     : tr("%1 at %2, %3").arg(shortNumber(value)).arg(x).arg(y));
}

void HeatView::leaveEvent(QEvent*) {
    Q_EMIT pointed({});
}

void HeatView::contextMenuEvent(QContextMenuEvent* event) {
    if (!heat_.isNull()) {
        QMenu menu;
        addPictureActions(menu, picture(), name_, *this);
        menu.exec(event->globalPos());
    }
}

void HeatView::mouseDoubleClickEvent(QMouseEvent*) {
    if (!heat_.isNull()) {
        openLarge(picture(), name_, *this);
    }
}

}  // namespace tessera::ui
