// Scales once a photo and size, paints many times.
#include "ui/photo/photo_view.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/theme/theme.h"

namespace tessera::ui {

PhotoView::PhotoView(QWidget* parent) : QWidget(parent) {
    setMinimumSize(64, 64);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Photo of the painting"));
}

void PhotoView::setPhoto(const QImage& photo) {
    const bool reshaped = photo.size() != photo_.size();
    photo_ = photo;
    scaled_ = {};
    if (reshaped) {
        updateGeometry();
    }
    update();
}

void PhotoView::setProblem(const QString& text) {
    problem_ = text;
    setAccessibleDescription(text);
    update();
}

int PhotoView::heightForWidth(int width) const {
    if (photo_.isNull()) {
        return width * 3 / 4;
    }
    return qRound(double(width) * photo_.height() / photo_.width());
}

QSize PhotoView::sizeHint() const {
    constexpr int width = 256;
    return {width, heightForWidth(width)};
}

QRectF PhotoView::photoRect() const {
    QRectF rect(QPointF(0, 0), QSizeF(photo_.size()).scaled(size(), Qt::KeepAspectRatio));
    rect.moveCenter(QRectF(this->rect()).center());
    return rect;
}

const QPixmap& PhotoView::scaledPhoto(QSize devicePixels) {
    if (scaled_.size() != devicePixels) {
        // Smoothing reads every pixel, of a large photo for longer than a frame.
        const QSize twice = 2 * devicePixels;
        const bool large = photo_.width() > 2 * twice.width();
        const QImage source =
            large ? photo_.scaled(twice, Qt::IgnoreAspectRatio, Qt::FastTransformation) : photo_;
        scaled_ = QPixmap::fromImage(
            source.scaled(devicePixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    }
    return scaled_;
}

void PhotoView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF where = photo_.isNull() ? QRectF(rect()) : photoRect();
    QPainterPath outline;
    outline.addRoundedRect(where, radius_, radius_);
    if (photo_.isNull()) {
        painter.fillPath(outline, colours().field);
    } else {
        const QSize size = (where.size() * devicePixelRatioF()).toSize().expandedTo({1, 1});
        QBrush brush(scaledPhoto(size));
        brush.setTransform(
            QTransform::fromTranslate(where.x(), where.y())
                .scale(where.width() / size.width(), where.height() / size.height()));
        painter.fillPath(outline, brush);
    }
    if (!problem_.isEmpty()) {
        paintProblem(painter);
    }
}

void PhotoView::paintProblem(QPainter& painter) const {
    painter.setFont(Theme::font());
    const QRectF room = QRectF(rect()).adjusted(8, 8, -8, -8);
    const int flags = Qt::AlignHCenter | Qt::AlignBottom | Qt::TextWordWrap;
    const QRectF text = painter.boundingRect(room.adjusted(8, 4, -8, -4), flags, problem_);
    QColor shade = colours().bar;
    shade.setAlphaF(0.9f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(shade);
    painter.drawRoundedRect(text.adjusted(-8, -4, 8, 4), 4, 4);
    painter.setPen(colours().text);
    painter.drawText(text, flags, problem_);
}

}  // namespace tessera::ui
