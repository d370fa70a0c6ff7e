// Drawing and keys of the region.
#include "ui/change/region_picker.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/tools/overlay_pen.h"

namespace tessera::ui {

RegionPicker::RegionPicker(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
    setMinimumSize(240, 160);
    describe(
        this,
        tr("Region to insert"),
        tr("A drag draws it, a click takes all. Arrow keys size it, Shift and arrows move it"));
}

void RegionPicker::setImage(const QImage& image) {
    const bool reshaped = image.size() != image_.size();
    image_ = image;
    if (reshaped) {
        setRegion(image.rect());
    }
    update();
}

void RegionPicker::setRegion(const QRect& region) {
    const QRect inside = region & image_.rect();
    if (!inside.isEmpty() && inside != region_) {
        region_ = inside;
        update();
        Q_EMIT regionChanged(region_);
    }
}

QRectF RegionPicker::imageRect() const {
    QRectF rect(QPointF(0, 0), QSizeF(image_.size()).scaled(size(), Qt::KeepAspectRatio));
    rect.moveCenter(QRectF(this->rect()).center());
    return rect;
}

QPoint RegionPicker::pixelAt(QPointF position) const {
    const QRectF shown = imageRect();
    const QPointF pixel = (position - shown.topLeft()) * image_.width() / shown.width();
    return {std::clamp(static_cast<int>(pixel.x()), 0, image_.width() - 1),
            std::clamp(static_cast<int>(pixel.y()), 0, image_.height() - 1)};
}

void RegionPicker::paintEvent(QPaintEvent*) {
    if (image_.isNull()) {
        return;
    }
    QPainter painter(this);
    const QRectF shown = imageRect();
    const qreal scale = shown.width() / image_.width();
    const QRectF marked(shown.topLeft() + QPointF(region_.topLeft()) * scale,
                        QSizeF(region_.size()) * scale);
    painter.setOpacity(0.35);  // what is left out
    painter.drawImage(shown, image_);
    painter.setOpacity(1);
    painter.drawImage(marked, image_, region_);
    strokeOverlay(painter, [&] { painter.drawRect(marked.adjusted(1, 1, -1, -1)); });
    if (hasFocus()) {
        painter.setPen(colours().accentLine);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void RegionPicker::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !image_.isNull()) {
        pressed_ = pixelAt(event->position());
        setRegion(image_.rect());
    }
}

void RegionPicker::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton && !image_.isNull()) {
        const QPoint now = pixelAt(event->position());
        if (now != pressed_) {
            setRegion(
                QRect(QPoint(std::min(now.x(), pressed_.x()), std::min(now.y(), pressed_.y())),
                      QPoint(std::max(now.x(), pressed_.x()), std::max(now.y(), pressed_.y()))));
        }
    }
}

void RegionPicker::keyPressEvent(QKeyEvent* event) {
    const int step = std::max(1, std::max(image_.width(), image_.height()) / 64);
    QPoint delta;
    switch (event->key()) {
        case Qt::Key_Left:
            delta = {-step, 0};
            break;
        case Qt::Key_Right:
            delta = {step, 0};
            break;
        case Qt::Key_Up:
            delta = {0, -step};
            break;
        case Qt::Key_Down:
            delta = {0, step};
            break;
        case Qt::Key_A:
            setRegion(image_.rect());
            return;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    if (event->modifiers() & Qt::ShiftModifier) {
        const QRect moved = region_.translated(delta);
        setRegion(image_.rect().contains(moved) ? moved : region_);
    } else {
        setRegion(QRect(region_.topLeft(), region_.bottomRight() + delta));
    }
}

}  // namespace tessera::ui
