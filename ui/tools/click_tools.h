// Tools that act where one clicks: bucket fill and class picker.
#pragma once

#include "ui/tools/tool.h"

namespace tessera::ui {

/// Fills what is of the clicked pixel's class.
class FillTool : public Tool {
    Q_OBJECT

public:
    explicit FillTool(ToolContext context, QObject* parent = nullptr);

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent&) override {}
    void release(const PointerEvent&) override {}
    QCursor cursor() const override { return Qt::CrossCursor; }
};

/// Chooses the class under the pointer, also while it is dragged.
class PickerTool : public Tool {
    Q_OBJECT

public:
    explicit PickerTool(ToolContext context, QObject* parent = nullptr);

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override { press(event); }
    void release(const PointerEvent&) override {}
    QCursor cursor() const override { return Qt::PointingHandCursor; }
};

}  // namespace tessera::ui
