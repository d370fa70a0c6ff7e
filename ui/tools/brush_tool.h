// Brush and eraser: a stroke of discs or squares along the pointer's way.
#pragma once

#include "ui/tools/tip_outline.h"
#include "ui/tools/tool.h"

namespace tessera::ui {

/// Shift draws straight: at the press, from the end of the last stroke; during a stroke, along the
/// nearer of the two axes. A pen's pressure scales the size.
class BrushTool : public Tool {
    Q_OBJECT

public:
    enum class Kind { Brush, Eraser };

    BrushTool(ToolContext context, Kind kind, QObject* parent = nullptr);

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;
    void hover(const PointerEvent& event) override;
    void leave() override;
    QCursor cursor() const override { return Qt::BlankCursor; }
    void paint(QPainter& painter, const ViewTransform& transform) const override;
    QRectF paintedArea(const ViewTransform& transform) const override;

protected:
    uint16_t label() const override;

private:
    BrushPoint pointFor(const PointerEvent& event) const;
    QPointF straightened(const PointerEvent& event);
    void paintTo(const BrushPoint& point);

    Kind kind_;
    TipOutline outline_;
    std::optional<BrushPoint> last_;   // of this stroke, or of the one before
    std::optional<QPointF> lockFrom_;  // where Shift began to hold the stroke straight
    std::optional<bool> lockAcross_;   // horizontally, once that is clear
};

}  // namespace tessera::ui
