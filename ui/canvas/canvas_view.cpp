// Drawing and state of the canvas; pointer and navigation have files of their own.
#include "ui/canvas/canvas_view.h"

#include <QPaintEvent>
#include <QPainter>
#include <algorithm>

#include "core/document/painting.h"
#include "ui/canvas/canvas_navigator.h"
#include "ui/canvas/canvas_pointer.h"
#include "ui/canvas/class_outline.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

CanvasView::CanvasView(QWidget* parent)
    : QWidget(parent),
      navigator_(std::make_unique<CanvasNavigator>(*this)),
      pointer_(std::make_unique<CanvasPointer>(*this)) {
    setObjectName(QStringLiteral("canvas"));
    setAccessibleName(tr("Canvas"));
    setAccessibleDescription(tr("The painting: labels at the left of the divider, photo right"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setTabletTracking(true);
    grabGesture(Qt::PinchGesture);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

CanvasView::~CanvasView() {
    // Children that go later may still take back what they did to the painting.
    if (painting_) {
        painting_->disconnect(this);
    }
}

void CanvasView::setPainting(Painting* painting) {
    if (painting_) {
        painting_->disconnect(this);
    }
    painting_ = painting;
    if (painting_) {
        connect(painting_, &Painting::replaced, this, &CanvasView::adoptPainting);
        connect(painting_, &Painting::labelsChanged, this, &CanvasView::labelsChanged);
        adoptPainting();
    }
}

void CanvasView::adoptPainting() {
    cancelPainting();
    layers_.reset(*painting_);
    transform_.setPictureSize(painting_->labels().size());
    outlineLabel_.reset();
    outline_.clear();
    transformed();
}

void CanvasView::labelsChanged(const QRect& area) {
    layers_.updateLabels(*painting_, area);
    if (layers_.showsLabels()) {
        update(transform_.toView(QRectF(area)).toAlignedRect().adjusted(-1, -1, 1, 1));
    }
    outlineLabel_.reset();
    outlineClassAt(outlinePixel_);
}

void CanvasView::setTool(CanvasTool* tool) {
    cancelPainting();
    if (tool_) {
        tool_->disconnect(this);
    }
    tool_ = tool;
    if (tool_) {
        connect(tool_, &CanvasTool::appearanceChanged, this, &CanvasView::refreshTool);
        connect(tool_, &CanvasTool::panRequested, this, &CanvasView::panBy);
        connect(tool_,
                &CanvasTool::zoomRequested,
                this,
                qOverload<qreal, QPointF>(&CanvasView::zoomBy));
    }
    refreshTool();
}

bool CanvasView::setPhoto(const QImage& photo, quint64 revision) {
    const bool first = !layers_.showsPhoto();
    if (!layers_.setPhoto(photo, revision)) {
        return false;
    }
    photoIsNew_ = layers_.showsPhoto();
    if (photoIsNew_) {
        const QRect part =
            layers_.photoChange().adjusted(-1, -1, 1, 1);  // smoothing reaches so far
        QRectF changed = first ? transform_.pictureInView() : transform_.toView(QRectF(part));
        if (layers_.showsDivider() && !first) {
            const qreal divider = layers_.divider().viewX(transform_, viewRect());
            changed.setLeft(std::min(std::max(changed.left(), divider), changed.right()));
        }
        update(changed.toAlignedRect().adjusted(-1, -1, 1, 1));
    }
    return true;
}

void CanvasView::setBackdrop(const QImage& photo, double strength) {
    layers_.setBackdrop(photo);
    setBackdropStrength(strength);
}

void CanvasView::setBackdropStrength(double strength) {
    layers_.setBackdropStrength(strength);
    update();
}

void CanvasView::setMode(ViewMode mode) {
    if (mode == layers_.mode()) {
        return;
    }
    layers_.setMode(mode);
    photoIsNew_ = layers_.showsPhoto();
    update();
    Q_EMIT modeChanged(mode);
}

void CanvasView::setDividerPosition(qreal position) {
    const QRectF before = layers_.divider().area(transform_, viewRect());
    layers_.divider().setPosition(position);
    refreshDivider(before);
}

void CanvasView::refreshDivider(const QRectF& before) {
    if (!layers_.showsDivider()) {
        return;
    }
    // What lies between the two places changes from labels to photo or back.
    const QRectF after = layers_.divider().area(transform_, viewRect());
    update(before.united(after).toAlignedRect().adjusted(-1, -1, 1, 1));
}

void CanvasView::fit() {
    transform_.fit();
    transformed();
}

QRect CanvasView::visiblePixels() const {
    const QRectF seen(transform_.toPicture(viewRect().topLeft()),
                      transform_.toPicture(viewRect().bottomRight()));
    return seen.toAlignedRect() & QRect(QPoint(), transform_.pictureSize());
}

void CanvasView::zoomTo(qreal zoom) {
    transform_.zoomTo(zoom, viewRect().center());
    transformed();
}

void CanvasView::zoomBy(qreal factor) {
    zoomBy(factor, viewRect().center());
}

void CanvasView::zoomBy(qreal factor, QPointF viewPoint) {
    transform_.zoomBy(factor, viewPoint);
    transformed();
}

void CanvasView::panBy(QPointF delta) {
    transform_.panBy(delta);
    transformed();
}

void CanvasView::transformed() {
    refreshTool();
    update();
    Q_EMIT zoomChanged(transform_.zoom());
}

void CanvasView::refreshTool() {
    const QRectF area = tool_ ? tool_->paintedArea(transform_) : QRectF();
    for (const QRectF& part : {toolArea_, area}) {
        if (!part.isEmpty()) {
            update(part.toAlignedRect().adjusted(-2, -2, 2, 2));
        }
    }
    toolArea_ = area;
    updateCursor();
}

void CanvasView::setHint(const QString& hint) {
    if (hint_ != hint) {
        hint_ = hint;
        update(0, height() - 4 * Metrics::unit, width(), 4 * Metrics::unit);
    }
}

void CanvasView::setOutlineShown(bool shown) {
    outlineShown_ = shown;
    outlineLabel_.reset();
    outlineClassAt(outlinePixel_);
}

void CanvasView::outlineClassAt(QPoint pixel) {
    outlinePixel_ = pixel;
    const bool outlined = outlineShown_ && painting_ && painting_->labels().contains(pixel);
    const std::optional<uint16_t> label =
        outlined ? std::optional(painting_->labels().at(pixel)) : std::nullopt;
    if (label && label == outlineLabel_) {
        return;
    }
    const bool had = !outline_.isEmpty();
    outlineLabel_ = label;
    outline_ = label ? classOutline(painting_->labels(), *label) : QList<QLine>();
    if (had || label) {
        update(transform_.pictureInView().toAlignedRect().adjusted(-2, -2, 2, 2));
    }
}

bool CanvasView::isPainting() const {
    return pointer_->isPainting();
}

bool CanvasView::isNavigating() const {
    return navigator_->cursor().has_value();
}

void CanvasView::cancelPainting() {
    pointer_->cancel();
}

void CanvasView::updateCursor() {
    if (const auto moving = navigator_->cursor()) {
        setCursor(*moving);
    } else if (pointer_->isOnDivider()) {
        setCursor(Qt::SplitHCursor);
    } else {
        setCursor(tool_ ? tool_->cursor() : QCursor(Qt::ArrowCursor));
    }
}

bool CanvasView::event(QEvent* event) {
    if (navigator_->handle(event) || pointer_->handle(event)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void CanvasView::resizeEvent(QResizeEvent*) {
    transform_.setDevicePixelRatio(devicePixelRatioF());
    transform_.setViewSize(size());
    transformed();
}

void CanvasView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.fillRect(event->rect(), colours().canvas);
    if (!painting_ || painting_->labels().isEmpty()) {
        return;
    }
    layers_.paint(painter, transform_, viewRect());
    paintOutline(painter);
    paintHint(painter);
    if (tool_) {
        tool_->paint(painter, transform_);
    }
    if (photoIsNew_ && layers_.showsPhoto()) {
        photoIsNew_ = false;
        // After this event, when the pixels are in the window.
        QMetaObject::invokeMethod(
            this,
            [this, revision = layers_.photoRevision()] { Q_EMIT photoShown(revision); },
            Qt::QueuedConnection);
    }
}

void CanvasView::paintOutline(QPainter& painter) const {
    if (outline_.isEmpty()) {
        return;
    }
    painter.save();
    painter.setTransform(transform_.matrix(), true);
    for (const auto& [colour, width] : {std::pair(colours().halo, 3.0), {colours().overlay, 1.0}}) {
        QPen pen(colour, width);
        pen.setCosmetic(true);
        painter.setPen(pen);
        painter.drawLines(outline_);
    }
    painter.restore();
}

void CanvasView::paintHint(QPainter& painter) const {
    if (hint_.isEmpty()) {
        return;
    }
    const QRect line = rect().adjusted(Metrics::unit * 3 / 2, 0, -Metrics::unit, -Metrics::unit);
    if (transform_.pictureInView().bottom() > line.bottom() - 2 * Metrics::fontSize) {
        return;  // it would lie over the picture
    }
    painter.setFont(Theme::font());
    painter.setPen(colours().textFaint);
    painter.drawText(line,
                     Qt::AlignLeft | Qt::AlignBottom,
                     painter.fontMetrics().elidedText(hint_, Qt::ElideRight, line.width()));
}

}  // namespace tessera::ui
