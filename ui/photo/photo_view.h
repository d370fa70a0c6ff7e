// A photo scaled into a widget, sharp on any screen.
#pragma once

#include <QImage>
#include <QPixmap>
#include <QWidget>

namespace tessera::ui {

class PhotoView : public QWidget {
    Q_OBJECT

public:
    explicit PhotoView(QWidget* parent = nullptr);

    void setPhoto(const QImage& photo);
    const QImage& photo() const { return photo_; }

    /// A line over the photo's lower edge, as "No model is open"; an empty one takes it away.
    void setProblem(const QString& text);

    /// Corners of the photo in pixels; 0 for a window that holds nothing else.
    void setRadius(int radius) { radius_ = radius; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF photoRect() const;
    const QPixmap& scaledPhoto(QSize devicePixels);
    void paintProblem(QPainter& painter) const;

    QImage photo_;
    QPixmap scaled_;  // of photo_, or null
    QString problem_;
    int radius_ = 6;
};

}  // namespace tessera::ui
