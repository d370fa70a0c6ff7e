// All tools, and which of them is in hand.
#pragma once

#include <vector>

#include "ui/tools/tool.h"

namespace tessera::ui {

/// The canvas talks to the toolbox, the toolbox to the tool in hand. A tool that paints a class
/// gives way to the picker while Ctrl is held, and to the eraser when the pen is turned over. A
/// drag with the right button sets the size.
class Toolbox : public CanvasTool {
    Q_OBJECT

public:
    explicit Toolbox(ToolContext context, QObject* parent = nullptr);

    const std::vector<Tool*>& tools() const { return tools_; }
    Tool& current() const { return *current_; }
    Tool& tool(ToolId id) const;
    void take(ToolId id);

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;
    void hover(const PointerEvent& event) override;
    void leave() override;
    bool doubleClick(const PointerEvent& event) override;
    bool keyPress(int key) override;
    QCursor cursor() const override;
    void paint(QPainter& painter, const ViewTransform& transform) const override;
    QRectF paintedArea(const ViewTransform& transform) const override;

Q_SIGNALS:
    void taken(tessera::ui::ToolId id);  ///< another tool is in hand

private:
    Tool& toolFor(const PointerEvent& event) const;
    void letAct(Tool& tool);

    ToolOptions& options_;
    std::vector<Tool*> tools_;  // children, in the column's order
    Tool* current_ = nullptr;
    Tool* acting_ = nullptr;  // current_, or what stands in for it
    bool sizing_ = false;     // the right button drags the size
    double sizeBefore_ = 0;
    QPointF sizingFrom_;  // in view points
};

}  // namespace tessera::ui
