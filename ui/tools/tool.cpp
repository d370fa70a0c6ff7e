// Shared by all tools.
#include "ui/tools/tool.h"

#include <utility>

#include "core/document/painting.h"
#include "ui/tools/class_choice.h"
#include "ui/tools/tool_options.h"

namespace tessera::ui {

Tool::Tool(ToolContext context, ToolFacts facts, QObject* parent)
    : CanvasTool(parent), context_(context), facts_(std::move(facts)) {
    connect(&context_.options, &ToolOptions::changed, this, &CanvasTool::appearanceChanged);
}

uint16_t Tool::label() const {
    return classes().current();
}

QString Tool::strokeName() const {
    if (label() == kVoid) {
        return facts_.name;
    }
    return tr("%1: %2").arg(facts_.name, painting().palette().nameOf(label()));
}

PaintOperation Tool::operation(PaintShape shape) const {
    return {std::move(shape), label(), options().onlyOn()};
}

}  // namespace tessera::ui
