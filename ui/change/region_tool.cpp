// The lasso and the click.
#include "ui/change/region_tool.h"

#include <QLineF>
#include <cmath>

#include "ui/canvas/view_transform.h"
#include "ui/tools/overlay_pen.h"

namespace tessera::ui {

namespace {
constexpr qreal kDragStart = 5;   // logical pixels after which a press is a drag
constexpr qreal kFreeStep = 1.5;  // logical pixels between points of the lasso
}  // namespace

void RegionTool::clearLasso() {
    lasso_.clear();
    Q_EMIT appearanceChanged();
}

void RegionTool::press(const PointerEvent& event) {
    pressedAt_ = event.view;
    drawn_ = {};
    drawn_ << event.position;
}

void RegionTool::drag(const PointerEvent& event) {
    const bool begun = drawn_.size() > 1;
    const qreal fromPress = QLineF(pressedAt_, event.view).length();
    const qreal step = QLineF(drawn_.last(), event.position).length() * event.scale;
    if (begun ? step >= kFreeStep : fromPress >= kDragStart) {
        drawn_ << event.position;
        Q_EMIT appearanceChanged();
    }
}

void RegionTool::release(const PointerEvent& event) {
    const QPolygonF drawn = std::exchange(drawn_, {});
    if (drawn.size() >= 3) {
        lasso_ = drawn;
        Q_EMIT appearanceChanged();
        Q_EMIT lassoDrawn();
    } else if (drawn.size() == 1) {
        Q_EMIT clicked(QPoint(static_cast<int>(std::floor(event.position.x())),
                              static_cast<int>(std::floor(event.position.y()))));
    }
}

void RegionTool::cancel() {
    drawn_.clear();
    Q_EMIT appearanceChanged();
}

bool RegionTool::keyPress(int key) {
    switch (key) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT confirmed();
            return true;
        case Qt::Key_Escape:
            Q_EMIT dismissed();
            return true;
        default:
            return false;
    }
}

void RegionTool::paint(QPainter& painter, const ViewTransform& transform) const {
    const bool drawing = drawn_.size() > 1;
    const QPolygonF line = transform.matrix().map(drawing ? drawn_ : lasso_);
    if (line.size() > 1) {
        strokeOverlay(painter,
                      [&] { drawing ? painter.drawPolyline(line) : painter.drawPolygon(line); });
    }
}

QRectF RegionTool::paintedArea(const ViewTransform& transform) const {
    if (lasso_.isEmpty() && drawn_.isEmpty()) {
        return {};
    }
    const QRectF both = lasso_.boundingRect().united(drawn_.boundingRect());
    return transform.toView(both).adjusted(-4, -4, 4, 4);
}

}  // namespace tessera::ui
