// Chooses who hears the pointer.
#include "ui/tools/toolbox.h"

#include <algorithm>

#include "ui/tools/brush_tool.h"
#include "ui/tools/click_tools.h"
#include "ui/tools/lasso_tool.h"
#include "ui/tools/shape_tool.h"
#include "ui/tools/tool_options.h"
#include "ui/tools/view_tools.h"

namespace tessera::ui {

Toolbox::Toolbox(ToolContext context, QObject* parent)
    : CanvasTool(parent), options_(context.options) {
    tools_ = {new BrushTool(context, BrushTool::Kind::Brush, this),
              new BrushTool(context, BrushTool::Kind::Eraser, this),
              new LineTool(context, this),
              new RectangleTool(context, this),
              new EllipseTool(context, this),
              new LassoTool(context, this),
              new FillTool(context, this),
              new PickerTool(context, this),
              new HandTool(context, this),
              new ZoomTool(context, this)};
    for (Tool* tool : tools_) {
        connect(tool, &CanvasTool::appearanceChanged, this, &CanvasTool::appearanceChanged);
        connect(tool, &CanvasTool::panRequested, this, &CanvasTool::panRequested);
        connect(tool, &CanvasTool::zoomRequested, this, &CanvasTool::zoomRequested);
    }
    current_ = tools_.front();
    acting_ = current_;
}

Tool& Toolbox::tool(ToolId id) const {
    return **std::find_if(
        tools_.begin(), tools_.end(), [id](const Tool* tool) { return tool->facts().id == id; });
}

void Toolbox::take(ToolId id) {
    Tool& taken = tool(id);
    if (&taken == current_) {
        return;
    }
    cancel();
    current_ = &taken;
    letAct(taken);
    Q_EMIT this->taken(id);
}

Tool& Toolbox::toolFor(const PointerEvent& event) const {
    if (!current_->facts().paintsClass) {
        return *current_;
    }
    if (event.eraserEnd) {
        return tool(ToolId::Eraser);
    }
    return event.modifiers == Qt::ControlModifier ? tool(ToolId::Picker) : *current_;
}

void Toolbox::letAct(Tool& tool) {
    if (&tool == acting_) {
        return;
    }
    acting_->leave();
    acting_ = &tool;
    Q_EMIT appearanceChanged();
}

void Toolbox::press(const PointerEvent& event) {
    if (event.button == Qt::RightButton) {
        sizing_ = current_->facts().settings.testFlag(ToolSetting::Size);
        sizeBefore_ = options_.size();
        sizingFrom_ = event.view;
        return;
    }
    letAct(toolFor(event));
    acting_->press(event);
}

void Toolbox::drag(const PointerEvent& event) {
    if (sizing_) {
        // The ring's edge follows the pointer: twice the way, as the size is a diameter.
        options_.setSize(sizeBefore_ + 2 * (event.view.x() - sizingFrom_.x()) / event.scale);
    } else if (event.button == Qt::LeftButton) {
        acting_->drag(event);
    }
}

void Toolbox::release(const PointerEvent& event) {
    if (sizing_) {
        sizing_ = false;
    } else if (event.button == Qt::LeftButton) {
        acting_->release(event);
    }
    letAct(toolFor(event));
}

void Toolbox::cancel() {
    if (sizing_) {
        sizing_ = false;
        options_.setSize(sizeBefore_);
        return;
    }
    acting_->cancel();
}

void Toolbox::hover(const PointerEvent& event) {
    letAct(toolFor(event));
    acting_->hover(event);
}

void Toolbox::leave() {
    acting_->leave();
}

bool Toolbox::doubleClick(const PointerEvent& event) {
    return acting_->doubleClick(event);
}

bool Toolbox::keyPress(int key) {
    return acting_->keyPress(key);
}

QCursor Toolbox::cursor() const {
    return acting_->cursor();
}

void Toolbox::paint(QPainter& painter, const ViewTransform& transform) const {
    acting_->paint(painter, transform);
}

QRectF Toolbox::paintedArea(const ViewTransform& transform) const {
    return acting_->paintedArea(transform);
}

}  // namespace tessera::ui
