// The pixels that a researcher follows: up to five pins, and the one under the pointer.
#pragma once

#include <QColor>
#include <QList>
#include <QObject>
#include <QPoint>
#include <QRect>
#include <QSize>
#include <optional>

namespace tessera::ui {

/// A pinned pixel and the colour of its square, which is its own for as long as it is there.
struct Pin {
    QPoint pixel;
    QColor color;
};

class Pins : public QObject {
    Q_OBJECT

public:
    static constexpr int kMost = 5;

    using QObject::QObject;

    const QList<Pin>& all() const { return pins_; }
    std::optional<QPoint> hovered() const { return hovered_; }

    /// Puts a pin on a pixel of the painting, or takes away the one within `reach` pixels of it.
    /// With all five in use the oldest moves there.
    void toggle(QPoint pixel, qreal reach);
    void clear();
    void setHovered(std::optional<QPoint> pixel);

    /// Of the painting: pins outside it are dropped, and none is put there.
    void setSize(QSize size);

Q_SIGNALS:
    void changed();  ///< a pin came, went or moved
    void hoveredChanged();

private:
    QColor freeColor() const;

    QRect inside_;
    QList<Pin> pins_;  // oldest first
    std::optional<QPoint> hovered_;
};

}  // namespace tessera::ui
