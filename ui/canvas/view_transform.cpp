// Zoom, pan and fit.
#include "ui/canvas/view_transform.h"

#include <algorithm>
#include <cmath>

namespace tessera::ui {

namespace {
constexpr qreal kFitMargin = 24;   // logical pixels around a fitted picture
constexpr qreal kKeptInView = 48;  // logical pixels of the picture that panning never loses
}  // namespace

void ViewTransform::setPictureSize(QSize size) {
    if (picture_ == size) {
        return;
    }
    picture_ = size;
    fit();
}

void ViewTransform::setViewSize(QSizeF size) {
    const QPointF centre = toPicture(QPointF(view_.width(), view_.height()) / 2);
    view_ = size;
    if (fitted_) {
        fit();
        return;
    }
    offset_ = QPointF(size.width(), size.height()) / 2 - centre * scale_;
    settle();
}

void ViewTransform::setDevicePixelRatio(qreal ratio) {
    ratio_ = ratio;
    settle();
}

QTransform ViewTransform::matrix() const {
    return QTransform(scale_, 0, 0, scale_, offset_.x(), offset_.y());
}

QRectF ViewTransform::toView(const QRectF& pictureRect) const {
    return QRectF(toView(pictureRect.topLeft()), pictureRect.size() * scale_);
}

QRectF ViewTransform::pictureInView() const {
    return toView(QRectF(QPointF(), QSizeF(picture_)));
}

void ViewTransform::fit() {
    fitted_ = true;
    if (picture_.isEmpty() || view_.isEmpty()) {
        return;
    }
    const qreal wide = (view_.width() - 2 * kFitMargin) / picture_.width();
    const qreal high = (view_.height() - 2 * kFitMargin) / picture_.height();
    scale_ = std::clamp(std::min(wide, high), kSmallestZoom / ratio_, kLargestZoom / ratio_);
    offset_ = QPointF(view_.width() - picture_.width() * scale_,
                      view_.height() - picture_.height() * scale_) /
              2;
    settle();
}

void ViewTransform::zoomTo(qreal zoom, QPointF viewPoint) {
    const QPointF held = toPicture(viewPoint);
    scale_ = std::clamp(zoom, kSmallestZoom, kLargestZoom) / ratio_;
    offset_ = viewPoint - held * scale_;
    fitted_ = false;
    settle();
}

void ViewTransform::panBy(QPointF delta) {
    offset_ += delta;
    fitted_ = false;
    settle();
}

void ViewTransform::settle() {
    const auto held = [this](qreal offset, qreal picture, qreal view) {
        const qreal kept = std::min({kKeptInView, picture * scale_, view});
        const qreal inside = std::clamp(offset, kept - picture * scale_, view - kept);
        return std::round(inside * ratio_) / ratio_;
    };
    offset_.setX(held(offset_.x(), picture_.width(), view_.width()));
    offset_.setY(held(offset_.y(), picture_.height(), view_.height()));
}

}  // namespace tessera::ui
