// What inspection draws over the canvas: pins, where their kernels look, what a pixel was made of.
#pragma once

#include "core/jobs/inspection/inspection.h"
#include "ui/canvas/canvas_tool.h"
#include "ui/inspect/pins.h"

namespace tessera::ui {

/// How the kernels are drawn over the picture.
struct KernelDrawing {
    enum class Form {
        Arrows,  ///< to the places that get the most weight
        Heat,    ///< every place, as bright as its weight
        Trace,   ///< through all levels, down to the bottleneck
    };
    Form form = Form::Arrows;
    int level = 0;  ///< of Arrows and Heat; 0 is the coarsest
    Upsampling how = Upsampling::Sau;
    int decoder = 0;

    bool operator==(const KernelDrawing&) const = default;
};

/// Stands between the canvas and the tool in hand, which goes on working: only while pixels are
/// being pinned does the left button belong to the pins.
class PinLayer : public CanvasTool {
    Q_OBJECT

public:
    /// Both outlive it.
    PinLayer(CanvasTool& inner, Pins& pins, QObject* parent = nullptr);

    void setInspection(const Inspection& inspection);
    void setDrawing(const KernelDrawing& drawing);
    const KernelDrawing& drawing() const { return drawing_; }
    void setPinning(bool pinning);
    bool isPinning() const { return pinning_; }

    void press(const PointerEvent& event) override;
    void drag(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;
    void hover(const PointerEvent& event) override;
    void leave() override;
    bool doubleClick(const PointerEvent& event) override;
    bool wheel(qreal notches, const PointerEvent& event) override;
    bool keyPress(int key) override;
    QCursor cursor() const override;
    void paint(QPainter& painter, const ViewTransform& transform) const override;
    QRectF paintedArea(const ViewTransform& transform) const override;

Q_SIGNALS:
    void pinningChanged(bool pinning);

private:
    bool canDraw(QPoint pixel) const;
    void paintPin(QPainter& painter, const ViewTransform& transform, const Pin& pin) const;
    void paintKernel(QPainter& painter, const ViewTransform& transform, const Pin& pin) const;
    void paintTrace(QPainter& painter, const ViewTransform& transform, const Pin& pin) const;
    QRectF areaOf(const ViewTransform& transform, QPoint pixel) const;
    QList<Pin> shown() const;  // pins, and the pointer's

    CanvasTool& inner_;
    Pins& pins_;
    Inspection inspection_;
    KernelDrawing drawing_;
    bool pinning_ = false;
    bool pressed_ = false;  // on a pin: the tool in hand hears nothing of it
};

}  // namespace tessera::ui
