// Five colours, handed out and given back.
#include "ui/inspect/pins.h"

#include <algorithm>

#include "ui/theme/theme.h"

namespace tessera::ui {

void Pins::toggle(QPoint pixel, qreal reach) {
    const auto near = std::find_if(pins_.begin(), pins_.end(), [&](const Pin& pin) {
        const QPoint away = pin.pixel - pixel;
        return QPoint::dotProduct(away, away) <= reach * reach;
    });
    if (near == pins_.end() && !inside_.contains(pixel)) {
        return;
    }
    if (near != pins_.end()) {
        pins_.erase(near);
    } else {
        if (pins_.size() == kMost) {
            pins_.removeFirst();
        }
        pins_.append({pixel, freeColor()});
    }
    Q_EMIT changed();
}

void Pins::clear() {
    if (!pins_.isEmpty()) {
        pins_.clear();
        Q_EMIT changed();
    }
}

void Pins::setHovered(std::optional<QPoint> pixel) {
    if (pixel && !inside_.contains(*pixel)) {
        pixel.reset();
    }
    if (pixel != hovered_) {
        hovered_ = pixel;
        Q_EMIT hoveredChanged();
    }
}

void Pins::setSize(QSize size) {
    inside_ = QRect(QPoint(), size);
    setHovered(hovered_);
    const qsizetype before = pins_.size();
    pins_.removeIf([this](const Pin& pin) { return !inside_.contains(pin.pixel); });
    if (pins_.size() != before) {
        Q_EMIT changed();
    }
}

QColor Pins::freeColor() const {
    for (const QColor& color : pinColours()) {
        if (std::none_of(
                pins_.begin(), pins_.end(), [&](const Pin& pin) { return pin.color == color; })) {
            return color;
        }
    }
    return pinColours().front();
}

}  // namespace tessera::ui
