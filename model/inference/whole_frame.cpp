// Takes a change into the labels and renders.
#include "model/inference/whole_frame.h"

#include <algorithm>

#include "model/inference/requests.h"

namespace tessera {

Picture WholeFrame::render(const RenderRequest& request, const std::function<void()>& /*between*/) {
    Picture picture = engine_->render(request);
    canvas_ = request;
    canvas_.cancelled = nullptr;
    canvas_.keep = Keep::nothing();
    return picture;
}

Redrawn WholeFrame::look(const RenderRequest& request, const Area& area) {
    check_area(area, request);
    Picture picture = render(request, {});
    return {{0, 0, request.height, request.width},
            std::move(picture.rgb),
            /*exact=*/true,
            /*far=*/false,
            picture.milliseconds};
}

Redrawn WholeFrame::update(const LabelChange& change, const std::atomic<bool>* cancelled) {
    check_change(change, canvas_);
    const Area& area = change.area;
    for (int64_t y = 0; y < area.height; ++y) {
        std::copy_n(change.labels.begin() + y * area.width,
                    area.width,
                    canvas_.labels.begin() + (area.top + y) * canvas_.width + area.left);
    }
    RenderRequest request = canvas_;
    request.cancelled = cancelled;
    Picture picture = engine_->render(request);
    return {{0, 0, canvas_.height, canvas_.width},
            std::move(picture.rgb),
            /*exact=*/true,
            /*far=*/false,
            picture.milliseconds};
}

}  // namespace tessera
