// A stroke is one history entry; each move paints the piece from the last point.
#include "ui/tools/brush_tool.h"

#include <cmath>

#include "core/document/painting.h"
#include "ui/tools/tool_options.h"

namespace tessera::ui {

namespace {
constexpr qreal kDecided = 3;  // logical pixels after which a straight stroke knows its axis

ToolFacts factsOf(BrushTool::Kind kind) {
    const ToolSettings settings =
        ToolSetting::Size | ToolSetting::Tip | ToolSetting::Pressure | ToolSetting::OnlyOn;
    if (kind == BrushTool::Kind::Eraser) {
        return {ToolId::Eraser,
                BrushTool::tr("Eraser"),
                Icon::Eraser,
                Qt::Key_E,
                BrushTool::tr("Paints no class · hold Shift for straight lines · right-drag sizes"),
                settings,
                false};
    }
    return {ToolId::Brush,
            BrushTool::tr("Brush"),
            Icon::Brush,
            Qt::Key_B,
            BrushTool::tr("Hold Shift to paint straight · Ctrl picks a class · digits choose "
                          "classes · right-drag sizes"),
            settings,
            true};
}
}  // namespace

BrushTool::BrushTool(ToolContext context, Kind kind, QObject* parent)
    : Tool(context, factsOf(kind), parent), kind_(kind) {
    connect(&painting(), &Painting::replaced, this, [this] { last_.reset(); });
}

uint16_t BrushTool::label() const {
    return kind_ == Kind::Eraser ? kVoid : Tool::label();
}

BrushPoint BrushTool::pointFor(const PointerEvent& event) const {
    const qreal pressure = options().pressure() ? event.pressure : 1;
    return {event.position, options().size() / 2 * pressure};
}

void BrushTool::press(const PointerEvent& event) {
    lockFrom_.reset();
    outline_.moveTo(event.position);
    painting().beginStroke(strokeName());
    if (!(event.modifiers & Qt::ShiftModifier)) {
        last_.reset();
    }
    paintTo(pointFor(event));
}

void BrushTool::drag(const PointerEvent& event) {
    if (!painting().inStroke()) {
        return;  // it was undone meanwhile
    }
    BrushPoint point = pointFor(event);
    point.position = straightened(event);
    outline_.moveTo(point.position);
    paintTo(point);
}

void BrushTool::release(const PointerEvent&) {
    painting().endStroke();
}

void BrushTool::cancel() {
    painting().cancelStroke();
    last_.reset();
}

void BrushTool::hover(const PointerEvent& event) {
    outline_.moveTo(event.position);
    Q_EMIT appearanceChanged();
}

void BrushTool::leave() {
    outline_.hide();
    Q_EMIT appearanceChanged();
}

QPointF BrushTool::straightened(const PointerEvent& event) {
    if (!(event.modifiers & Qt::ShiftModifier)) {
        lockFrom_.reset();
        return event.position;
    }
    if (!lockFrom_) {
        lockFrom_ = last_->position;
        lockAcross_.reset();
    }
    const QPointF way = event.position - *lockFrom_;
    if (!lockAcross_) {
        if (std::hypot(way.x(), way.y()) * event.scale < kDecided) {
            return *lockFrom_;
        }
        lockAcross_ = std::abs(way.x()) >= std::abs(way.y());
    }
    return *lockAcross_ ? QPointF(event.position.x(), lockFrom_->y())
                        : QPointF(lockFrom_->x(), event.position.y());
}

void BrushTool::paintTo(const BrushPoint& point) {
    BrushSegment segment;
    segment.tip = options().tip();
    if (last_) {
        segment.points.push_back(*last_);
    }
    segment.points.push_back(point);
    last_ = point;
    painting().apply(operation(std::move(segment)));
    Q_EMIT appearanceChanged();
}

void BrushTool::paint(QPainter& painter, const ViewTransform& transform) const {
    outline_.paint(painter, transform, options().size(), options().tip());
}

QRectF BrushTool::paintedArea(const ViewTransform& transform) const {
    return outline_.area(transform, options().size());
}

}  // namespace tessera::ui
