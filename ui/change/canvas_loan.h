// The canvas lent to a tool that is not in the toolbox.
#pragma once

#include <QPointer>

#include "ui/canvas/canvas_tool.h"
#include "ui/canvas/canvas_view.h"

namespace tessera::ui {

/// Puts a tool on the canvas for as long as this lives, then the one that was there before.
class CanvasLoan {
public:
    CanvasLoan(CanvasView& canvas, CanvasTool& tool) : canvas_(&canvas), before_(canvas.tool()) {
        canvas.setTool(&tool);
        canvas.setFocus();
    }
    ~CanvasLoan() {
        // A canvas that is being destroyed has stopped to be one before its children go.
        if (auto* canvas = qobject_cast<CanvasView*>(canvas_.data())) {
            canvas->setTool(before_);
        }
    }
    CanvasLoan(const CanvasLoan&) = delete;
    CanvasLoan& operator=(const CanvasLoan&) = delete;

private:
    QPointer<QWidget> canvas_;
    QPointer<CanvasTool> before_;
};

}  // namespace tessera::ui
