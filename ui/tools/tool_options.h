// What the tools are set to: size, tip, pressure, and which classes they may paint over.
#pragma once

#include <QObject>
#include <cstdint>
#include <optional>

#include "core/labels/paint_operation.h"

namespace tessera::ui {

/// One set for all tools, so that a size chosen for the brush holds for the eraser and the line.
class ToolOptions : public QObject {
    Q_OBJECT

public:
    static constexpr double kSmallestSize = 1;  ///< picture pixels, across
    static constexpr double kLargestSize = 1024;

    using QObject::QObject;

    double size() const { return size_; }  ///< of brush and lines, picture pixels across
    void setSize(double size);
    void growSize();  ///< to the next comfortable size
    void shrinkSize();

    BrushTip tip() const { return tip_; }
    void setTip(BrushTip tip);

    bool pressure() const { return pressure_; }  ///< the pen's pressure scales the brush
    void setPressure(bool used);

    bool filled() const { return filled_; }  ///< rectangles and ellipses; else outlines of size()
    void setFilled(bool filled);

    bool contiguous() const { return contiguous_; }  ///< bucket: only what is connected
    void setContiguous(bool contiguous);

    std::optional<uint16_t> onlyOn() const { return onlyOn_; }  ///< none: any class
    void setOnlyOn(std::optional<uint16_t> label);

    /// Keeps all but onlyOn, which belongs to a palette, between starts.
    void load();
    void save() const;

Q_SIGNALS:
    void changed();

private:
    template <typename T>
    void set(T& field, T value);

    double size_ = 24;
    BrushTip tip_ = BrushTip::Round;
    bool pressure_ = true;
    bool filled_ = true;
    bool contiguous_ = true;
    std::optional<uint16_t> onlyOn_;
};

}  // namespace tessera::ui
