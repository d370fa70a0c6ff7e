// Where the picture lies in the view: zoom, pan, fit, and the way back from view to picture.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QSizeF>
#include <QTransform>

namespace tessera::ui {

/// view = picture * scale + offset. Picture points are in label pixels (pixel i covers [i, i+1)),
/// view points in logical pixels of the widget. Zoom is said in device pixels a picture pixel, so
/// that 100 % is exactly one screen pixel on any screen.
class ViewTransform {
public:
    static constexpr qreal kSmallestZoom = 0.05;
    static constexpr qreal kLargestZoom = 64;

    void setPictureSize(QSize size);
    void setViewSize(QSizeF size);
    void setDevicePixelRatio(qreal ratio);

    QSize pictureSize() const { return picture_; }
    qreal scale() const { return scale_; }          ///< logical pixels a picture pixel
    qreal zoom() const { return scale_ * ratio_; }  ///< device pixels a picture pixel
    bool fitted() const { return fitted_; }         ///< follows the view's size
    QTransform matrix() const;                      ///< picture to view

    QPointF toView(QPointF picturePoint) const { return picturePoint * scale_ + offset_; }
    QPointF toPicture(QPointF viewPoint) const { return (viewPoint - offset_) / scale_; }
    QRectF toView(const QRectF& pictureRect) const;
    QRectF pictureInView() const;  ///< the whole picture, in view points

    /// The largest zoom that shows all of the picture with a margin, until zoomed or panned.
    void fit();

    /// Zooms, keeping what is under `viewPoint` there. The zoom is held between the bounds.
    void zoomTo(qreal zoom, QPointF viewPoint);
    void zoomBy(qreal factor, QPointF viewPoint) { zoomTo(zoom() * factor, viewPoint); }

    /// Moves the picture; some of it always stays in view.
    void panBy(QPointF delta);

private:
    void settle();  // keeps the picture in view, on whole device pixels

    QSize picture_;
    QSizeF view_;
    QPointF offset_;
    qreal scale_ = 1;
    qreal ratio_ = 1;
    bool fitted_ = true;
};

}  // namespace tessera::ui
