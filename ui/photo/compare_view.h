// Two photos of one size, with a divider between them that one drags.
#pragma once

#include <QImage>
#include <QPixmap>
#include <QWidget>

namespace tessera::ui {

/// Left of the divider is the first photo, right of it the second. Left and Right move it by the
/// keyboard.
class CompareView : public QWidget {
    Q_OBJECT

public:
    explicit CompareView(QWidget* parent = nullptr);

    void setBefore(const QImage& photo);
    void setAfter(const QImage& photo);
    const QImage& before() const { return before_.photo; }
    const QImage& after() const { return after_.photo; }

    qreal divider() const { return divider_; }  ///< 0: all after, 1: all before
    void setDivider(qreal position);

    QSize sizeHint() const override { return {768, 512}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Side {
        QImage photo;
        QPixmap scaled;  // of photo, or null
    };

    QRectF photoRect() const;
    void paintSide(QPainter& painter, Side& side, const QRectF& part, const QRectF& whole) const;
    void paintCaption(QPainter& painter, const QString& text, const QRectF& whole, bool left) const;
    void paintDivider(QPainter& painter, const QRectF& whole) const;
    void dragTo(qreal x);

    Side before_;
    Side after_;
    qreal divider_ = 0.5;
};

}  // namespace tessera::ui
