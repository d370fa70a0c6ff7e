// From the painting's signals to requests.
#include "ui/studio/render_link.h"

#include "core/document/painting.h"
#include "ui/canvas/canvas_view.h"

namespace tessera::ui {

RenderLink::RenderLink(const Painting& painting,
                       RenderService& renders,
                       const CanvasView& canvas,
                       QObject* parent)
    : QObject(parent), painting_(painting), renders_(renders), canvas_(canvas) {
    soon_.setSingleShot(true);
    soon_.setInterval(0);
    connect(&soon_, &QTimer::timeout, this, &RenderLink::request);
    const auto schedule = qOverload<>(&QTimer::start);
    connect(&painting_, &Painting::labelsChanged, &soon_, schedule);
    connect(&painting_, &Painting::historyChanged, &soon_, schedule);  // a stroke has ended
    connect(&painting_, &Painting::styleChanged, &soon_, schedule);
    connect(&painting_, &Painting::sourceChanged, &soon_, schedule);
    connect(&painting_, &Painting::replaced, &soon_, schedule);
    connect(&renders_, &RenderService::modelOpened, &soon_, schedule);
}

void RenderLink::request() {
    if (!renders_.model() || painting_.labels().isEmpty()) {
        return;
    }
    RenderInput input = RenderInput::of(painting_.data(), painting_.revision());
    input.visible = canvas_.visiblePixels();
    input.draft = painting_.inStroke();
    renders_.request(input);
}

}  // namespace tessera::ui
