// Corners and free lines of one polygon.
#include "ui/tools/lasso_tool.h"

#include <QLineF>

#include "core/document/painting.h"
#include "ui/canvas/view_transform.h"
#include "ui/tools/overlay_pen.h"

namespace tessera::ui {

namespace {
constexpr qreal kDragStart = 5;    // logical pixels after which a press is a drag
constexpr qreal kFreeStep = 1.5;   // logical pixels between points of a free line
constexpr qreal kCornerCatch = 8;  // logical pixels around the first corner that close
}  // namespace

LassoTool::LassoTool(ToolContext context, QObject* parent)
    : Tool(context,
           {ToolId::Lasso,
            tr("Lasso"),
            Icon::Lasso,
            Qt::Key_G,
            tr("Drag freely, or click corners and close with a double click or Enter · Backspace "
               "takes one back"),
            ToolSetting::OnlyOn,
            true},
           parent) {
    connect(&painting(), &Painting::replaced, this, &LassoTool::cancel);
}

void LassoTool::press(const PointerEvent& event) {
    if (atFirstCorner(event)) {
        close();
        return;
    }
    free_ = false;
    pressedAt_ = event.view;
    pointer_ = event.position;
    points_.append(event.position);
    Q_EMIT appearanceChanged();
}

void LassoTool::drag(const PointerEvent& event) {
    if (points_.isEmpty()) {
        return;
    }
    pointer_ = event.position;
    free_ = free_ || QLineF(pressedAt_, event.view).length() >= kDragStart;
    if (free_ && QLineF(points_.last(), event.position).length() * event.scale >= kFreeStep) {
        points_.append(event.position);
    }
    Q_EMIT appearanceChanged();
}

void LassoTool::release(const PointerEvent&) {
    if (free_) {
        close();
    }
}

void LassoTool::cancel() {
    points_.clear();
    free_ = false;
    Q_EMIT appearanceChanged();
}

void LassoTool::hover(const PointerEvent& event) {
    pointer_ = event.position;
    if (!points_.isEmpty()) {
        Q_EMIT appearanceChanged();
    }
}

bool LassoTool::doubleClick(const PointerEvent&) {
    if (points_.isEmpty()) {
        return false;
    }
    close();
    return true;
}

bool LassoTool::keyPress(int key) {
    if (points_.isEmpty()) {
        return false;
    }
    switch (key) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            close();
            return true;
        case Qt::Key_Backspace:
            points_.removeLast();
            Q_EMIT appearanceChanged();
            return true;
        case Qt::Key_Escape:
            cancel();
            return true;
        default:
            return false;
    }
}

bool LassoTool::atFirstCorner(const PointerEvent& event) const {
    return points_.size() >= 3 &&
           QLineF(points_.first(), event.position).length() * event.scale <= kCornerCatch;
}

void LassoTool::close() {
    const QPolygonF outline = points_;
    cancel();
    if (outline.size() >= 3) {
        painting().applyWhole(operation(PolygonShape{outline}), strokeName());
    }
}

void LassoTool::paint(QPainter& painter, const ViewTransform& transform) const {
    if (points_.isEmpty()) {
        return;
    }
    QPolygonF line;
    for (const QPointF& point : points_) {
        line.append(transform.toView(point));
    }
    line.append(transform.toView(pointer_));
    strokeOverlay(painter, [&] {
        painter.drawPolyline(line);
        painter.drawEllipse(line.first(), 3, 3);
    });
}

QRectF LassoTool::paintedArea(const ViewTransform& transform) const {
    if (points_.isEmpty()) {
        return {};
    }
    QPolygonF all = points_;
    all.append(pointer_);
    return transform.toView(all.boundingRect()).adjusted(-6, -6, 6, 6);
}

}  // namespace tessera::ui
