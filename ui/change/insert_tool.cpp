// Pointer and keys of an insertion.
#include "ui/change/insert_tool.h"

#include <algorithm>
#include <cmath>

#include "ui/canvas/view_transform.h"
#include "ui/tools/overlay_pen.h"

namespace tessera::ui {

namespace {

constexpr qreal kReach = 9;  // logical pixels round a handle
constexpr qreal kHandleRadius = 4;
constexpr qreal kNotchFactor = 1.1;
constexpr qreal kFirstShare = 0.8;  // of the canvas that a large region takes at first

QRectF firstBox(QSize region, QSize canvas) {
    QSizeF size(region);
    const QSizeF room = QSizeF(canvas) * kFirstShare;
    if (size.width() > room.width() || size.height() > room.height()) {
        size.scale(room, Qt::KeepAspectRatio);
    }
    QRectF box(QPointF(0, 0), size.expandedTo({1, 1}));
    box.moveCenter(QRectF(QPointF(0, 0), QSizeF(canvas)).center());
    return box;
}

}  // namespace

InsertTool::InsertTool(Painting& painting, const InsertSource& source, QObject* parent)
    : CanvasTool(parent),
      canvas_(painting.labels().size()),
      name_(tr("Insert: %1").arg(source.name)),
      change_(painting) {
    painting.endStroke();
    shape_.source = source.labels;
    shape_.region = source.region;
    connect(&painting, &Painting::replaced, this, &InsertTool::dismiss);
    setTarget(firstBox(source.region.size(), canvas_));
}

QRect InsertTool::target() const {
    return {static_cast<int>(std::lround(box_.left())),
            static_cast<int>(std::lround(box_.top())),
            std::max(1, static_cast<int>(std::lround(box_.width()))),
            std::max(1, static_cast<int>(std::lround(box_.height())))};
}

void InsertTool::setTarget(const QRectF& target) {
    box_ = target;
    // Some of it stays within reach.
    const QPointF middle = box_.center();
    box_.moveCenter({std::clamp<qreal>(middle.x(), 0, canvas_.width()),
                     std::clamp<qreal>(middle.y(), 0, canvas_.height())});
    show();
}

void InsertTool::scaleBy(qreal factor) {
    constexpr qreal kLargest = 8;  // canvases
    const QSizeF size = box_.size() * factor;
    const qreal longest = std::max(size.width(), size.height());
    const qreal limit = kLargest * std::max(canvas_.width(), canvas_.height());
    if (std::min(size.width(), size.height()) < 1 || longest > limit) {
        return;
    }
    QRectF scaled(QPointF(0, 0), size);
    scaled.moveCenter(box_.center());
    setTarget(scaled);
}

void InsertTool::flip(Qt::Orientation direction) {
    bool& flipped = direction == Qt::Horizontal ? shape_.flipHorizontally : shape_.flipVertically;
    flipped = !flipped;
    show();
}

bool InsertTool::isFlipped(Qt::Orientation direction) const {
    return direction == Qt::Horizontal ? shape_.flipHorizontally : shape_.flipVertically;
}

void InsertTool::show() {
    shape_.target = target();
    change_.show({shape_, kVoid, std::nullopt}, name_);
    Q_EMIT appearanceChanged();
    Q_EMIT changed();
}

void InsertTool::apply() {
    if (!finished_) {
        show();  // an undo meanwhile may have taken it back
        change_.commit();
        finish(true);
    }
}

void InsertTool::dismiss() {
    if (!finished_) {
        change_.cancel();
        finish(false);
    }
}

void InsertTool::finish(bool applied) {
    finished_ = true;
    Q_EMIT appearanceChanged();
    Q_EMIT finished(applied);
}

std::optional<Grip> InsertTool::gripUnder(const PointerEvent& event) const {
    return gripAt(box_, event.position, kReach / event.scale);
}

void InsertTool::press(const PointerEvent& event) {
    held_ = gripUnder(event);
    heldBox_ = box_;
    heldAt_ = event.position;
}

void InsertTool::drag(const PointerEvent& event) {
    if (held_) {
        const bool freely = event.modifiers & Qt::ShiftModifier;
        setTarget(dragged(heldBox_, *held_, heldAt_, event.position, freely));
    }
}

void InsertTool::release(const PointerEvent&) {
    held_.reset();
}

void InsertTool::hover(const PointerEvent& event) {
    under_ = gripUnder(event);
    Q_EMIT appearanceChanged();
}

bool InsertTool::doubleClick(const PointerEvent& event) {
    if (!gripUnder(event)) {
        return false;
    }
    apply();
    return true;
}

bool InsertTool::wheel(qreal notches, const PointerEvent& event) {
    if (!box_.contains(event.position)) {
        return false;
    }
    scaleBy(std::pow(kNotchFactor, notches));
    return true;
}

bool InsertTool::keyPress(int key) {
    switch (key) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            apply();
            return true;
        case Qt::Key_Escape:
            dismiss();
            return true;
        case Qt::Key_M:
            flip(Qt::Horizontal);
            return true;
        case Qt::Key_N:
            flip(Qt::Vertical);
            return true;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            scaleBy(kNotchFactor);
            return true;
        case Qt::Key_Minus:
            scaleBy(1 / kNotchFactor);
            return true;
        default:
            return false;
    }
}

QCursor InsertTool::cursor() const {
    const std::optional<Grip>& grip = held_ ? held_ : under_;
    return grip ? grip->cursor() : QCursor(Qt::ArrowCursor);
}

void InsertTool::paint(QPainter& painter, const ViewTransform& transform) const {
    if (finished_) {
        return;
    }
    const QRectF box = transform.toView(QRectF(target()));
    strokeOverlay(painter, [&] { painter.drawRect(box); });
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colours().halo, 1));
    painter.setBrush(colours().overlay);
    for (const Grip& grip : handles()) {
        painter.drawEllipse(handleAt(box, grip), kHandleRadius, kHandleRadius);
    }
    painter.restore();
}

QRectF InsertTool::paintedArea(const ViewTransform& transform) const {
    if (finished_) {
        return {};
    }
    constexpr qreal margin = kHandleRadius + 2;
    return transform.toView(QRectF(target())).adjusted(-margin, -margin, margin, margin);
}

}  // namespace tessera::ui
