// Fill and pick.
#include "ui/tools/click_tools.h"

#include <cmath>

#include "core/document/painting.h"
#include "ui/tools/class_choice.h"
#include "ui/tools/tool_options.h"

namespace tessera::ui {

namespace {
QPoint pixelAt(const PointerEvent& event) {
    return {static_cast<int>(std::floor(event.position.x())),
            static_cast<int>(std::floor(event.position.y()))};
}
}  // namespace

FillTool::FillTool(ToolContext context, QObject* parent)
    : Tool(context,
           {ToolId::Fill,
            tr("Fill"),
            Icon::Fill,
            Qt::Key_F,
            tr("Click a region to fill it · Ctrl picks a class"),
            ToolSetting::Contiguous | ToolSetting::OnlyOn,
            true},
           parent) {}

void FillTool::press(const PointerEvent& event) {
    const QPoint seed = pixelAt(event);
    if (painting().labels().contains(seed)) {
        painting().applyWhole(operation(BucketFill{seed, options().contiguous()}), strokeName());
    }
}

PickerTool::PickerTool(ToolContext context, QObject* parent)
    : Tool(context,
           {ToolId::Picker,
            tr("Picker"),
            Icon::Picker,
            Qt::Key_P,
            tr("Click to choose the class under the pointer"),
            {},
            false},
           parent) {}

void PickerTool::press(const PointerEvent& event) {
    const QPoint pixel = pixelAt(event);
    if (!painting().labels().contains(pixel)) {
        return;
    }
    const uint16_t label = painting().labels().at(pixel);
    if (label < painting().palette().size()) {
        classes().choose(label);
    }
}

}  // namespace tessera::ui
