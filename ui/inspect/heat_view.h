// A map of numbers over the photo, the number under the pointer, and the scale.
#pragma once

#include <QImage>
#include <QWidget>

#include "core/jobs/inspection/colour_map.h"

namespace tessera::ui {

class HeatView : public QWidget {
    Q_OBJECT

public:
    explicit HeatView(QWidget* parent = nullptr);

    /// `name` and `unit` are what the scale bar says.
    void setMap(
        const NumberMap& map, const QImage& under, float low, float high, const QString& name);
    void setNothing();
    /// Of the map over the picture, 0 to 1.
    void setOpacity(qreal opacity);

    /// The whole as it is drawn, at the picture's size, for copying and saving.
    QImage picture() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void pointed(const QString& text);  ///< "W local 0.31 at 120, 88"; empty: nothing

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    QRectF mapRect() const;

    NumberMap map_;
    QImage under_;
    QImage heat_;
    float low_ = 0;
    float high_ = 1;
    QString name_;
    qreal opacity_ = 1;
};

}  // namespace tessera::ui
