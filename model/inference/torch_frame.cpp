// Takes changes of labels, and follows them through the kept maps or renders anew.
#include "model/inference/torch_frame.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace tessera {
namespace {

// A patch of that much of the canvas and its overhead take as long as all of it.
constexpr double kLargestPatch = 0.7;

// Labels changed since the last whole render, as a share of the canvas, above which the next update
// is one: norms' statistics have moved too far from the kept ones. On the shipped models a percent
// of a canvas moves the picture by 2 to 4 of 255 in the mean.
constexpr double kMostDrift = 0.015;

// Two sets of maps of a canvas above this are not held at once.
constexpr int64_t kSmallCanvas = 1 << 20;  // pixels

Area united(const Area& a, const Area& b) {
    const int64_t top = std::min(a.top, b.top), left = std::min(a.left, b.left);
    return {top,
            left,
            std::max(a.top + a.height, b.top + b.height) - top,
            std::max(a.left + a.width, b.left + b.width) - left};
}

/// The part of `span` inside the picture.
Span visible(const Span& span, int64_t side) {
    const int64_t begin = std::min(span.begin, side);
    return {begin, std::min(span.end(), side) - begin};
}

}  // namespace

Picture TorchFrame::render(const RenderRequest& request) {
    engine_->check(request);
    Picture picture;
    engine_->compute([&] {
        const Canvas canvas = canvas_for(engine_->config(), request.height, request.width);
        if (canvas.height * canvas.width > kSmallCanvas) {
            kept_.reset();
        }
        KeptMaps maps;
        const bool keeps = engine_->keeps(canvas);
        picture = engine_->draw(request, keeps ? &maps : nullptr);
        kept_.reset();
        if (keeps) {
            kept_ = std::move(maps);
        }
        if (canvas.height != canvas_.height || canvas.width != canvas_.width) {
            patches_.clear();
        }
        canvas_ = canvas;
    });
    if (&request != &request_) {
        request_ = request;
    }
    request_.cancelled = nullptr;
    request_.keep = Keep::nothing();
    pending_.reset();
    drift_ = 0;
    return picture;
}

Redrawn TorchFrame::update(const LabelChange& change, const std::atomic<bool>* cancelled) {
    check(change);
    take(change);
    const auto start = std::chrono::steady_clock::now();
    Redrawn redrawn;
    const auto pixels = static_cast<double>(request_.height * request_.width);
    bool whole = !kept_ || static_cast<double>(drift_) > kMostDrift * pixels;
    if (!whole) {
        engine_->compute([&] {
            const Patch* patch = patch_for(*pending_);
            whole = patch == nullptr;
            if (!whole) {
                redrawn = follow(*patch, cancelled);
            }
        });
    }
    if (whole) {
        redrawn = render_again(cancelled);
    }
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    redrawn.milliseconds = elapsed.count();
    return redrawn;
}

void TorchFrame::check(const LabelChange& change) const {
    const Area& area = change.area;
    if (request_.height == 0) {
        throw std::runtime_error("a change of a canvas that was not rendered yet");
    }
    if (area.top < 0 || area.left < 0 || area.height < 1 || area.width < 1 ||
        area.top + area.height > request_.height || area.left + area.width > request_.width) {
        throw std::runtime_error("a change leaves the canvas of " + std::to_string(request_.width) +
                                 " x " + std::to_string(request_.height) + " pixels");
    }
    if (static_cast<int64_t>(change.labels.size()) != area.height * area.width) {
        throw std::runtime_error("a change of " + std::to_string(area.height * area.width) +
                                 " pixels has " + std::to_string(change.labels.size()) + " labels");
    }
}

void TorchFrame::take(const LabelChange& change) {
    const Area& area = change.area;
    for (int64_t y = 0; y < area.height; ++y) {
        const uint16_t* from = change.labels.data() + y * area.width;
        uint16_t* to = request_.labels.data() + (area.top + y) * request_.width + area.left;
        for (int64_t x = 0; x < area.width; ++x) {
            drift_ += from[x] != to[x] ? 1 : 0;
            to[x] = from[x];
        }
    }
    if (kept_) {
        write_labels(area);
    }
    pending_ = pending_ ? united(*pending_, area) : area;
}

/// The canvas repeats the picture's last row and column, so a change of those goes on to its rim.
Span TorchFrame::rows_of(const Area& area) const {
    const bool last = area.top + area.height == request_.height;
    return {area.top, (last ? canvas_.height - area.top : area.height)};
}

Span TorchFrame::columns_of(const Area& area) const {
    const bool last = area.left + area.width == request_.width;
    return {area.left, (last ? canvas_.width - area.left : area.width)};
}

/// Every level holds the pixels whose coordinates are multiples of its step.
void TorchFrame::write_labels(const Area& area) {
    const Span rows = rows_of(area), columns = columns_of(area);
    int64_t step = 1;
    for (const at::Tensor& level : kept_->labels) {
        auto* to = level.mutable_data_ptr<int32_t>();
        for (int64_t y = (rows.begin + step - 1) / step; y * step < rows.end(); ++y) {
            const uint16_t* from =
                request_.labels.data() + std::min(y * step, request_.height - 1) * request_.width;
            for (int64_t x = (columns.begin + step - 1) / step; x * step < columns.end(); ++x) {
                to[y * level.size(2) + x] = from[std::min(x * step, request_.width - 1)];
            }
        }
        step *= 2;
    }
}

/// Null where a whole render is as good.
const Patch* TorchFrame::patch_for(const Area& area) {
    const LgganConfig& config = engine_->config();
    const Span rows = cells_reached(config, canvas_.height, rows_of(area));
    const Span columns = cells_reached(config, canvas_.width, columns_of(area));
    const int64_t cells = patch_cells(std::max(rows.size, columns.size));
    const Span height = place_patch(config, canvas_.height, cells, rows).head;
    const Span width = place_patch(config, canvas_.width, cells, columns).head;
    const auto share = static_cast<double>(height.size * width.size) /
                       static_cast<double>(canvas_.height * canvas_.width);
    if (share > kLargestPatch) {
        return nullptr;
    }
    const auto found = std::find_if(patches_.begin(), patches_.end(), [&](const Patch& patch) {
        return patch.cells() == cells;
    });
    if (found != patches_.end()) {
        patches_.splice(patches_.begin(), patches_, found);
        return &patches_.front();
    }
    if (patches_.size() == kMostPatches) {
        patches_.pop_back();
    }
    return &patches_.emplace_front(engine_->network(), canvas_, cells);
}

Redrawn TorchFrame::follow(const Patch& patch, const std::atomic<bool>* cancelled) {
    LgganInput input;
    input.noise_seed = request_.noise_seed;
    input.cancelled = cancelled;
    Redrawn redrawn;
    try {
        const PatchPlace place =
            patch.follow(*kept_, rows_of(*pending_), columns_of(*pending_), input);
        const Span rows = visible(place.y.picture, request_.height);
        const Span columns = visible(place.x.picture, request_.width);
        redrawn.area = {rows.begin, columns.begin, rows.size, columns.size};
        const at::Tensor part =
            kept_->picture.narrow(2, rows.begin, rows.size).narrow(3, columns.begin, columns.size);
        redrawn.rgb = to_rgb(part, rows.size, columns.size);
    } catch (const Cancelled&) {
        throw;
    } catch (...) {
        kept_.reset();
        throw;
    }
    pending_.reset();
    return redrawn;
}

Redrawn TorchFrame::render_again(const std::atomic<bool>* cancelled) {
    request_.cancelled = cancelled;
    Picture picture = render(request_);
    return {{0, 0, picture.height, picture.width}, std::move(picture.rgb), true, 0};
}

}  // namespace tessera
