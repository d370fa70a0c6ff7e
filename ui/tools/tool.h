// What every tool is made of: its facts, what it works on, what it paints with.
#pragma once

#include <QFlags>
#include <QKeySequence>
#include <QString>

#include "core/labels/paint_operation.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/theme/theme.h"

namespace tessera {
class Painting;
}

namespace tessera::ui {

class ClassChoice;
class ToolOptions;

enum class ToolId { Brush, Eraser, Line, Rectangle, Ellipse, Lasso, Fill, Picker, Hand, Zoom };

/// The options that a tool heeds; the bar above the canvas shows these alone.
enum class ToolSetting {
    Size = 1,
    Tip = 2,
    Pressure = 4,
    Filled = 8,
    Contiguous = 16,
    OnlyOn = 32
};
Q_DECLARE_FLAGS(ToolSettings, ToolSetting)
Q_DECLARE_OPERATORS_FOR_FLAGS(ToolSettings)

struct ToolFacts {
    ToolId id;
    QString name;
    Icon icon;
    QKeySequence key;
    QString hint;  ///< one line: what else it can do
    ToolSettings settings;
    bool paintsClass = false;  ///< paints with the chosen class: Ctrl picks another one
};

/// What all tools share. The references outlive the tools.
struct ToolContext {
    Painting& painting;
    ClassChoice& classes;
    ToolOptions& options;
};

class Tool : public CanvasTool {
    Q_OBJECT

public:
    Tool(ToolContext context, ToolFacts facts, QObject* parent = nullptr);

    const ToolFacts& facts() const { return facts_; }

protected:
    Painting& painting() const { return context_.painting; }
    ClassChoice& classes() const { return context_.classes; }
    ToolOptions& options() const { return context_.options; }

    virtual uint16_t label() const;  ///< what is painted: the chosen class
    QString strokeName() const;      ///< "Brush: tree"
    PaintOperation operation(PaintShape shape) const;

private:
    ToolContext context_;
    ToolFacts facts_;
};

}  // namespace tessera::ui
