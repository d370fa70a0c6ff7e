// A picture on which one draws a rectangle.
#pragma once

#include <QImage>
#include <QRect>
#include <QWidget>

namespace tessera::ui {

/// A drag draws the region, a click takes the whole picture. Arrow keys move the region's corner at
/// the lower right, with Shift the whole region; A takes all.
class RegionPicker : public QWidget {
    Q_OBJECT

public:
    explicit RegionPicker(QWidget* parent = nullptr);

    void setImage(const QImage& image);

    /// In pixels of the picture; never empty while there is a picture.
    QRect region() const { return region_; }
    void setRegion(const QRect& region);

    QSize sizeHint() const override { return {480, 320}; }

Q_SIGNALS:
    void regionChanged(const QRect& region);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF imageRect() const;  // in the widget
    QPoint pixelAt(QPointF position) const;

    QImage image_;
    QRect region_;
    QPoint pressed_;  // pixel
};

}  // namespace tessera::ui
