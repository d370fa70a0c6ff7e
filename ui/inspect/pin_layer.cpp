// Draws in view points; asks the last render's kernels, never the network.
#include "ui/inspect/pin_layer.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/canvas/view_transform.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr qreal kSquare = 5;      // half a pin's side
constexpr qreal kReach = 8;       // of a click that takes a pin away
constexpr qreal kMargin = 10;     // of what is drawn about a place
constexpr int kArrows = 3;        // the most attended places
constexpr qreal kMostHeat = 0.8;  // opacity of the largest weight

QPoint pixelOf(const PointerEvent& event) {
    return {static_cast<int>(std::floor(event.position.x())),
            static_cast<int>(std::floor(event.position.y()))};
}

void strokeTwice(QPainter& painter, const QColor& color, const auto& draw) {
    for (const auto& [pen, width] : {std::pair(colours().halo, 3.5), {color, 1.75}}) {
        painter.setPen(QPen(pen, width));
        draw();
    }
}

/// The heaviest places, heaviest first.
std::vector<KernelTap> heaviest(const Kernel& kernel) {
    std::vector<KernelTap> taps = kernel.taps;
    const auto count = std::min<size_t>(kArrows, taps.size());
    std::partial_sort(taps.begin(),
                      taps.begin() + static_cast<std::ptrdiff_t>(count),
                      taps.end(),
                      [](const KernelTap& a, const KernelTap& b) { return a.weight > b.weight; });
    taps.resize(count);
    return taps;
}
}  // namespace

PinLayer::PinLayer(CanvasTool& inner, Pins& pins, QObject* parent)
    : CanvasTool(parent), inner_(inner), pins_(pins) {
    connect(&inner_, &CanvasTool::appearanceChanged, this, &CanvasTool::appearanceChanged);
    connect(&inner_, &CanvasTool::panRequested, this, &CanvasTool::panRequested);
    connect(&inner_, &CanvasTool::zoomRequested, this, &CanvasTool::zoomRequested);
    connect(&pins_, &Pins::changed, this, &CanvasTool::appearanceChanged);
    connect(&pins_, &Pins::hoveredChanged, this, &CanvasTool::appearanceChanged);
}

void PinLayer::setInspection(const Inspection& inspection) {
    inspection_ = inspection;
    Q_EMIT appearanceChanged();
}

void PinLayer::setDrawing(const KernelDrawing& drawing) {
    drawing_ = drawing;
    Q_EMIT appearanceChanged();
}

void PinLayer::setPinning(bool pinning) {
    if (pinning != pinning_) {
        pinning_ = pinning;
        Q_EMIT pinningChanged(pinning);
        Q_EMIT appearanceChanged();
    }
}

void PinLayer::press(const PointerEvent& event) {
    if (pinning_ && event.button == Qt::LeftButton) {
        pressed_ = true;
        pins_.toggle(pixelOf(event), kReach / event.scale);
        return;
    }
    inner_.press(event);
}

void PinLayer::drag(const PointerEvent& event) {
    if (!pressed_) {
        inner_.drag(event);
        pins_.setHovered(pixelOf(event));
    }
}

void PinLayer::release(const PointerEvent& event) {
    if (!std::exchange(pressed_, false)) {
        inner_.release(event);
    }
}

void PinLayer::cancel() {
    if (!std::exchange(pressed_, false)) {
        inner_.cancel();
    }
}

void PinLayer::hover(const PointerEvent& event) {
    pins_.setHovered(pixelOf(event));
    if (!pinning_) {
        inner_.hover(event);
    }
}

void PinLayer::leave() {
    pins_.setHovered({});
    inner_.leave();
}

bool PinLayer::doubleClick(const PointerEvent& event) {
    return !pinning_ && inner_.doubleClick(event);
}

bool PinLayer::wheel(qreal notches, const PointerEvent& event) {
    return !pinning_ && inner_.wheel(notches, event);
}

bool PinLayer::keyPress(int key) {
    if (pinning_ && key == Qt::Key_Escape) {
        setPinning(false);
        return true;
    }
    return inner_.keyPress(key);
}

QCursor PinLayer::cursor() const {
    return pinning_ ? QCursor(Qt::CrossCursor) : inner_.cursor();
}

QList<Pin> PinLayer::shown() const {
    QList<Pin> all = pins_.all();
    if (pins_.hovered()) {
        all.append({*pins_.hovered(), colours().overlay});
    }
    return all;
}

bool PinLayer::canDraw(QPoint pixel) const {
    return !inspection_.isNull() && inspection_.contains(pixel) &&
           drawing_.level < inspection_.model().levels &&
           (drawing_.how != Upsampling::Sau ||
            inspection_.parts().testFlag(InspectionPart::Kernels));
}

void PinLayer::paint(QPainter& painter, const ViewTransform& transform) const {
    if (!pinning_) {
        inner_.paint(painter, transform);
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Pin& pin : shown()) {
        if (canDraw(pin.pixel)) {
            if (drawing_.form == KernelDrawing::Form::Trace) {
                paintTrace(painter, transform, pin);
            } else {
                paintKernel(painter, transform, pin);
            }
        }
    }
    for (const Pin& pin : pins_.all()) {
        paintPin(painter, transform, pin);
    }
    painter.restore();
}

void PinLayer::paintPin(QPainter& painter, const ViewTransform& transform, const Pin& pin) const {
    const QPointF at = transform.toView(QPointF(pin.pixel) + QPointF(0.5, 0.5));
    painter.setBrush(Qt::NoBrush);
    strokeTwice(painter, pin.color, [&] {
        painter.drawRect(QRectF(at - QPointF(kSquare, kSquare), QSizeF(2, 2) * kSquare));
    });
}

void PinLayer::paintKernel(QPainter& painter,
                           const ViewTransform& transform,
                           const Pin& pin) const {
    const Kernel kernel =
        inspection_.kernelAt(drawing_.level, pin.pixel, drawing_.how, drawing_.decoder);
    const std::vector<KernelTap> most = heaviest(kernel);
    if (drawing_.form == KernelDrawing::Form::Heat) {
        for (const KernelTap& tap : kernel.taps) {
            QColor color = pin.color;
            color.setAlphaF(
                static_cast<float>(kMostHeat * std::max(0.0F, tap.weight / most.front().weight)));
            painter.fillRect(transform.toView(tap.area), color);
        }
        return;
    }
    const QPointF from = transform.toView(QPointF(pin.pixel) + QPointF(0.5, 0.5));
    for (const KernelTap& tap : most) {
        const QPointF to = transform.toView(tap.area.center());
        strokeTwice(painter, pin.color, [&] { painter.drawLine(from, to); });
        painter.setPen(QPen(colours().halo, 1));
        painter.setBrush(pin.color);
        painter.drawEllipse(to, 3.5, 3.5);
    }
}

void PinLayer::paintTrace(QPainter& painter, const ViewTransform& transform, const Pin& pin) const {
    const KernelTrace trace = inspection_.trace(pin.pixel, drawing_.how, drawing_.decoder);
    if (trace.maps.empty()) {
        return;
    }
    const NumberMap& map = trace.maps.back();
    const float most = *std::max_element(map.values.begin(), map.values.end());
    for (int y = 0; y < map.size.height(); ++y) {
        for (int x = 0; x < map.size.width(); ++x) {
            if (map.at(x, y) <= 0) {
                continue;
            }
            QColor color = pin.color;
            color.setAlphaF(static_cast<float>(kMostHeat * map.at(x, y) / most));
            painter.fillRect(
                transform.toView(QRectF(x * map.cell, y * map.cell, map.cell, map.cell)), color);
        }
    }
    painter.setBrush(Qt::NoBrush);
    strokeTwice(painter, pin.color, [&] { painter.drawRect(transform.toView(trace.region)); });
}

QRectF PinLayer::areaOf(const ViewTransform& transform, QPoint pixel) const {
    QRectF area(QPointF(pixel), QSizeF(1, 1));
    if (canDraw(pixel)) {
        if (drawing_.form == KernelDrawing::Form::Trace) {
            area |= inspection_.trace(pixel, drawing_.how, drawing_.decoder).region;
        } else {
            for (const KernelTap& tap :
                 inspection_.kernelAt(drawing_.level, pixel, drawing_.how, drawing_.decoder).taps) {
                area |= tap.area;
            }
        }
    }
    return transform.toView(area).adjusted(-kMargin, -kMargin, kMargin, kMargin);
}

QRectF PinLayer::paintedArea(const ViewTransform& transform) const {
    QRectF area = pinning_ ? QRectF() : inner_.paintedArea(transform);
    for (const Pin& pin : shown()) {
        area |= areaOf(transform, pin.pixel);
    }
    return area;
}

}  // namespace tessera::ui
