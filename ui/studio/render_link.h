// Has every change of the painting rendered.
#pragma once

#include <QObject>
#include <QTimer>

#include "core/jobs/render_service.h"

namespace tessera {
class Painting;
}

namespace tessera::ui {
class CanvasView;
}

namespace tessera::ui {

/// Changes that belong to one event, such as a shape that replaces its last form, make one request.
/// The service returns at once and lets the latest win.
class RenderLink : public QObject {
    Q_OBJECT

public:
    /// `canvas` says what of the painting is looked at.
    RenderLink(const Painting& painting,
               RenderService& renders,
               const CanvasView& canvas,
               QObject* parent = nullptr);

private:
    void request();

    const Painting& painting_;
    RenderService& renders_;
    const CanvasView& canvas_;
    QTimer soon_;
};

}  // namespace tessera::ui
