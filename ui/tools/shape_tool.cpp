// Shapes between two points.
#include "ui/tools/shape_tool.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/document/painting.h"
#include "ui/tools/tool_options.h"

namespace tessera::ui {

namespace {
const ToolSettings kShapeSettings = ToolSetting::Filled | ToolSetting::Size | ToolSetting::OnlyOn;

QPointF pixelCorner(QPointF point) {
    return {std::floor(point.x()), std::floor(point.y())};
}

// The whole pixels from one point to the other, both included: what the hand meant.
QRectF pixelBox(QPointF from, const PointerEvent& to) {
    const QPointF start = pixelCorner(from);
    QPointF way = pixelCorner(to.position) - start;
    if (to.modifiers & Qt::ShiftModifier) {
        const qreal side = std::max(std::abs(way.x()), std::abs(way.y()));
        way = {std::copysign(side, way.x()), std::copysign(side, way.y())};
    }
    const QPointF first = to.modifiers & Qt::ControlModifier ? start - way : start;
    const QPointF last = start + way;
    const QPointF low(std::min(first.x(), last.x()), std::min(first.y(), last.y()));
    const QPointF high(std::max(first.x(), last.x()), std::max(first.y(), last.y()));
    return QRectF(low, high + QPointF(1, 1));
}

// Lines of odd width run along pixel centres, of even width along pixel corners.
QPointF onGrid(QPointF point, double width) {
    const bool odd = std::lround(width) % 2 == 1;
    return odd ? pixelCorner(point) + QPointF(0.5, 0.5) : pixelCorner(point + QPointF(0.5, 0.5));
}

QPointF atSteps(QPointF from, QPointF to) {
    constexpr qreal kStep = std::numbers::pi / 12;
    const QPointF way = to - from;
    const qreal angle = std::round(std::atan2(way.y(), way.x()) / kStep) * kStep;
    return from + std::hypot(way.x(), way.y()) * QPointF(std::cos(angle), std::sin(angle));
}
}  // namespace

void ShapeTool::press(const PointerEvent& event) {
    from_ = event.position;
    painting().beginStroke(strokeName());
    painting().apply(operation(shape(from_, event)));
}

void ShapeTool::drag(const PointerEvent& event) {
    if (painting().inStroke()) {
        repaint(event);
    }
}

void ShapeTool::release(const PointerEvent&) {
    painting().endStroke();
}

void ShapeTool::cancel() {
    painting().cancelStroke();
}

void ShapeTool::repaint(const PointerEvent& event) {
    painting().cancelStroke();
    painting().beginStroke(strokeName());
    painting().apply(operation(shape(from_, event)));
}

LineTool::LineTool(ToolContext context, QObject* parent)
    : ShapeTool(context,
                {ToolId::Line,
                 tr("Line"),
                 Icon::Line,
                 Qt::Key_L,
                 tr("Shift holds the angle to steps of 15° · Ctrl draws from the middle"),
                 ToolSetting::Size | ToolSetting::OnlyOn,
                 true},
                parent) {}

PaintShape LineTool::shape(QPointF from, const PointerEvent& to) const {
    const double width = options().size();
    QPointF start = onGrid(from, width);
    const QPointF end =
        to.modifiers & Qt::ShiftModifier ? atSteps(start, to.position) : onGrid(to.position, width);
    if (to.modifiers & Qt::ControlModifier) {
        start = 2 * start - end;
    }
    return LineShape{start, end, width};
}

void LineTool::press(const PointerEvent& event) {
    outline_.moveTo(event.position);
    ShapeTool::press(event);
}

void LineTool::drag(const PointerEvent& event) {
    ShapeTool::drag(event);
    hover(event);
}

void LineTool::hover(const PointerEvent& event) {
    outline_.moveTo(event.position);
    Q_EMIT appearanceChanged();
}

void LineTool::leave() {
    outline_.hide();
    Q_EMIT appearanceChanged();
}

void LineTool::paint(QPainter& painter, const ViewTransform& transform) const {
    outline_.paint(painter, transform, options().size(), BrushTip::Round);
}

QRectF LineTool::paintedArea(const ViewTransform& transform) const {
    return outline_.area(transform, options().size());
}

RectangleTool::RectangleTool(ToolContext context, QObject* parent)
    : ShapeTool(context,
                {ToolId::Rectangle,
                 tr("Rectangle"),
                 Icon::Rectangle,
                 Qt::Key_R,
                 tr("Shift draws a square · Ctrl draws from the middle"),
                 kShapeSettings,
                 true},
                parent) {}

PaintShape RectangleTool::shape(QPointF from, const PointerEvent& to) const {
    return RectangleShape{pixelBox(from, to), options().filled() ? 0 : options().size()};
}

EllipseTool::EllipseTool(ToolContext context, QObject* parent)
    : ShapeTool(context,
                {ToolId::Ellipse,
                 tr("Ellipse"),
                 Icon::Ellipse,
                 Qt::Key_O,
                 tr("Shift draws a circle · Ctrl draws from the middle"),
                 kShapeSettings,
                 true},
                parent) {}

PaintShape EllipseTool::shape(QPointF from, const PointerEvent& to) const {
    return EllipseShape{pixelBox(from, to), options().filled() ? 0 : options().size()};
}

}  // namespace tessera::ui
