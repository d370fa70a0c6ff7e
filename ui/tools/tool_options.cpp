// Options with one signal, kept in the settings.
#include "ui/tools/tool_options.h"

#include <QSettings>
#include <algorithm>
#include <cmath>

namespace tessera::ui {

namespace {
// Steps of a sixth or a pixel, whichever is larger: even to the eye at every size.
double sizeStep(double size) {
    return std::max(1.0, std::floor(size / 6));
}
}  // namespace

template <typename T>
void ToolOptions::set(T& field, T value) {
    if (field != value) {
        field = value;
        Q_EMIT changed();
    }
}

void ToolOptions::setSize(double size) {
    set(size_, std::clamp(std::round(size), kSmallestSize, kLargestSize));
}

void ToolOptions::growSize() {
    setSize(size_ + sizeStep(size_));
}

void ToolOptions::shrinkSize() {
    setSize(size_ - sizeStep(size_));
}

void ToolOptions::setTip(BrushTip tip) {
    set(tip_, tip);
}

void ToolOptions::setPressure(bool used) {
    set(pressure_, used);
}

void ToolOptions::setFilled(bool filled) {
    set(filled_, filled);
}

void ToolOptions::setContiguous(bool contiguous) {
    set(contiguous_, contiguous);
}

void ToolOptions::setOnlyOn(std::optional<uint16_t> label) {
    set(onlyOn_, label);
}

void ToolOptions::load() {
    const QSettings settings;
    setSize(settings.value("tools/size", size_).toDouble());
    setTip(settings.value("tools/square", false).toBool() ? BrushTip::Square : BrushTip::Round);
    setPressure(settings.value("tools/pressure", pressure_).toBool());
    setFilled(settings.value("tools/filled", filled_).toBool());
    setContiguous(settings.value("tools/contiguous", contiguous_).toBool());
}

void ToolOptions::save() const {
    QSettings settings;
    settings.setValue("tools/size", size_);
    settings.setValue("tools/square", tip_ == BrushTip::Square);
    settings.setValue("tools/pressure", pressure_);
    settings.setValue("tools/filled", filled_);
    settings.setValue("tools/contiguous", contiguous_);
}

}  // namespace tessera::ui
