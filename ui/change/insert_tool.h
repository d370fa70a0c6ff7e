// Places what is inserted: drag, scale, flip, then apply.
#pragma once

#include <QRectF>
#include <optional>

#include "core/labels/paint_operation.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/change/insert_source.h"
#include "ui/change/live_change.h"
#include "ui/change/placed_box.h"

namespace tessera::ui {

/// The painting shows the insertion all the while, and its photo follows. Inside: drag moves;
/// handles scale (corners in proportion, freely with Shift); the wheel, + and - scale about the
/// middle; M and N mirror; Enter or a double click applies, Esc gives up.
class InsertTool : public CanvasTool {
    Q_OBJECT

public:
    /// Begins in the middle of the canvas, at its own size if that fits.
    InsertTool(Painting& painting, const InsertSource& source, QObject* parent = nullptr);

    /// In picture pixels; may reach over the picture's edges.
    QRect target() const;
    void setTarget(const QRectF& target);
    void scaleBy(qreal factor);  ///< about the middle
    void flip(Qt::Orientation direction);
    bool isFlipped(Qt::Orientation direction) const;

    void apply();
    void dismiss();

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void hover(const PointerEvent& event) override;
    bool doubleClick(const PointerEvent& event) override;
    bool wheel(qreal notches, const PointerEvent& event) override;
    bool keyPress(int key) override;
    QCursor cursor() const override;
    void paint(QPainter& painter, const ViewTransform& transform) const override;
    QRectF paintedArea(const ViewTransform& transform) const override;

Q_SIGNALS:
    void changed();               ///< of target() or isFlipped()
    void finished(bool applied);  ///< once

private:
    void show();
    void finish(bool applied);
    std::optional<Grip> gripUnder(const PointerEvent& event) const;

    QSize canvas_;
    QString name_;
    InsertRegion shape_;
    LiveChange change_;
    QRectF box_;      // target() before rounding
    QRectF heldBox_;  // box_ when the drag began
    QPointF heldAt_;
    std::optional<Grip> held_;   // while a drag lasts
    std::optional<Grip> under_;  // what the pointer would take hold of
    bool finished_ = false;
};

}  // namespace tessera::ui
