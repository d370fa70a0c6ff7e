// Takes changes of labels, and follows them through the kept maps or renders anew.
#include "model/inference/torch_frame.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>

#include "model/inference/requests.h"

namespace tessera {
namespace {

// A patch of that much of the canvas and its overhead take as long as all of it.
constexpr double kLargestPatch = 0.7;

// Labels changed since the last whole render, as a share of the canvas, above which the next is
// due: norms' statistics have moved too far from the kept ones. On the shipped models a percent of
// a canvas moves the picture by 2 to 4 of 255 in the mean.
constexpr double kMostDrift = 0.005;

// A window's rim is drawn as if the canvas ended there, so what is looked at lies this far inside.
constexpr int64_t kRim = 64;          // pixels
constexpr int64_t kWindowSide = 512;  // pixels, of a window for a dab
constexpr int64_t kWindowStep = 128;  // pixels: few sizes, so that packed weights serve again

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

/// While a render goes on with updates between its steps.
class Rendering {
public:
    Rendering(bool& flag, bool value) : flag_(flag) { flag_ = value; }
    ~Rendering() { flag_ = false; }
    Rendering(const Rendering&) = delete;
    Rendering& operator=(const Rendering&) = delete;

private:
    bool& flag_;
};

/// The part of `span` between `begin` and `size` pixels on.
Span within(const Span& span, int64_t begin, int64_t size) {
    const int64_t first = std::clamp(span.begin, begin, begin + size);
    return {first, std::clamp(span.end(), begin, begin + size) - first};
}

}  // namespace

Picture TorchFrame::render(const RenderRequest& request, const std::function<void()>& between) {
    engine_->check(request);
    beside_.reset();
    drift_beside_ = 0;
    Picture picture;
    const bool is_served = between && serves(request);
    const Rendering rendering(rendering_, is_served);
    engine_->compute([&] { picture = draw(request, is_served ? &between : nullptr); });
    const std::vector<uint16_t> labels = std::move(request_.labels);
    remember(request);
    if (beside_) {
        take_beside(labels);
    }
    return picture;
}

/// The canvas has the labels of the updates that were made meanwhile; its new maps do not.
void TorchFrame::take_beside(const std::vector<uint16_t>& labels) {
    for (int64_t y = beside_->top; y < beside_->top + beside_->height; ++y) {
        const int64_t first = y * request_.width + beside_->left;
        std::copy_n(labels.begin() + first, beside_->width, request_.labels.begin() + first);
    }
    write_labels(*beside_);
    pending_ = beside_;
}

bool TorchFrame::serves(const RenderRequest& request) const {
    return kept_ && !is_large() && matches(request);
}

Picture TorchFrame::draw(const RenderRequest& request, const std::function<void()>* between) {
    const Canvas canvas = canvas_for(engine_->config(), request.height, request.width);
    const bool same_size = canvas == canvas_;
    if (kept_ && same_size && is_large() && (is_window() || follows(request))) {
        return draw_beside_maps(request);
    }
    if (canvas.height * canvas.width > kLargeCanvas) {
        kept_.reset();
    }
    KeptMaps maps;
    Statistics statistics;
    PlanExtras extras{.statistics = &statistics, .between = between};
    if (engine_->keeps(canvas)) {
        extras.kept = &maps;
    }
    Picture picture = engine_->draw(request, extras);
    kept_.reset();
    if (!maps.labels.empty()) {  // a plan drew it
        kept_ = std::move(maps);
    }
    const Area all{0, 0, canvas.height, canvas.width};
    if (window_ != all) {
        patches_.clear();
    }
    window_ = all;
    canvas_ = canvas;
    statistics_ = std::move(statistics);
    drift_ = drift_beside_;
    return picture;
}

/// A render of a large canvas takes seconds and is cut short by the next stroke, which the maps at
/// hand then serve.
Picture TorchFrame::draw_beside_maps(const RenderRequest& request) {
    Statistics statistics;
    Picture picture = engine_->draw(request, {.statistics = &statistics});
    if (!is_window()) {
        return picture;
    }
    const bool served = follows(request);
    statistics_ = std::move(statistics);
    request_ = request;
    bool opened = served;
    try {
        opened = open(window_, request.cancelled);
    } catch (const Cancelled&) {  // the picture is drawn
    }
    if (!opened) {
        kept_.reset();
    }
    return picture;
}

/// Whether it is the canvas up to its labels.
bool TorchFrame::matches(const RenderRequest& request) const {
    return request.height == request_.height && request.width == request_.width &&
           request.style == request_.style && request.noise_seed == request_.noise_seed;
}

/// Whether the maps are of that picture, up to the statistics.
bool TorchFrame::follows(const RenderRequest& request) const {
    return !pending_ && !is_far() && matches(request) && request.labels == request_.labels;
}

/// A window is drawn with the statistics of the whole in any case.
bool TorchFrame::is_far() const {
    const auto pixels = static_cast<double>(request_.height * request_.width);
    return !is_window() && static_cast<double>(drift_) > kMostDrift * pixels;
}

void TorchFrame::remember(const RenderRequest& request) {
    request_ = request;
    request_.cancelled = nullptr;
    request_.keep = Keep::nothing();
    pending_.reset();
}

Redrawn TorchFrame::look(const RenderRequest& request, const Area& area) {
    engine_->check(request);
    const Canvas canvas = canvas_for(engine_->config(), request.height, request.width);
    if (canvas != canvas_) {
        statistics_.clear();
    }
    kept_.reset();
    canvas_ = canvas;
    remember(request);
    check_area(area, request_);
    const std::optional<Area> window = is_large() ? window_for(area, 0) : std::nullopt;
    Redrawn redrawn;
    bool opened = false;
    compute([&] {
        opened = window && open(*window, request.cancelled);
        if (opened) {
            redrawn = redrawn_at({area.top - window_.top, area.height},
                                 {area.left - window_.left, area.width});
        }
    });
    return opened ? redrawn : render_again(request.cancelled);
}

Redrawn TorchFrame::update(const LabelChange& change, const std::atomic<bool>* cancelled) {
    check_change(change, request_);
    take(change);
    const auto start = std::chrono::steady_clock::now();
    Redrawn redrawn;
    bool drawn = false;
    compute([&] { drawn = draw_part(redrawn, cancelled); });
    if (!drawn && rendering_) {
        throw Cancelled{};
    }
    if (!drawn) {
        redrawn = render_again(cancelled);
    }
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    redrawn.milliseconds = elapsed.count();
    return redrawn;
}

/// Maps that an error has left half made are of no use.
void TorchFrame::compute(const std::function<void()>& body) {
    try {
        rendering_ ? body() : engine_->compute(body);
    } catch (const Cancelled&) {
        throw;
    } catch (...) {
        kept_.reset();
        throw;
    }
}

/// False where a whole render is as good.
bool TorchFrame::draw_part(Redrawn& redrawn, const std::atomic<bool>* cancelled) {
    if (kept_ && window_holds(*pending_)) {
        if (const Patch* patch = patch_for(reach_of(*pending_))) {
            redrawn = follow(*patch, cancelled);
            return true;
        }
    }
    const std::optional<Area> window =
        opens_windows() ? window_for(*pending_, kWindowSide) : std::nullopt;
    const Area area = *pending_;
    if (!window || !open(*window, cancelled)) {
        return false;
    }
    const Reach reach = reach_of(area);
    redrawn = redrawn_at(reach.y.picture, reach.x.picture);
    return true;
}

void TorchFrame::take(const LabelChange& change) {
    const Area& area = change.area;
    int64_t changed = 0;
    for (int64_t y = 0; y < area.height; ++y) {
        const uint16_t* from = change.labels.data() + y * area.width;
        uint16_t* to = request_.labels.data() + (area.top + y) * request_.width + area.left;
        for (int64_t x = 0; x < area.width; ++x) {
            changed += from[x] != to[x] ? 1 : 0;
            to[x] = from[x];
        }
    }
    drift_ += changed;
    if (kept_) {
        write_labels(area);
    }
    if (rendering_) {
        drift_beside_ += changed;
        beside_ = beside_ ? united(*beside_, area) : area;
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
    const Span rows = within(rows_of(area), window_.top, window_.height);
    const Span columns = within(columns_of(area), window_.left, window_.width);
    int64_t step = 1;
    for (const at::Tensor& level : kept_->labels) {
        auto* to = level.mutable_data_ptr<int32_t>();
        const int64_t top = window_.top / step, left = window_.left / step;
        for (int64_t y = (rows.begin + step - 1) / step; y * step < rows.end(); ++y) {
            const uint16_t* from =
                request_.labels.data() + std::min(y * step, request_.height - 1) * request_.width;
            for (int64_t x = (columns.begin + step - 1) / step; x * step < columns.end(); ++x) {
                to[(y - top) * level.size(2) + x - left] =
                    from[std::min(x * step, request_.width - 1)];
            }
        }
        step *= 2;
    }
}

bool TorchFrame::is_large() const {
    return canvas_.height * canvas_.width > kLargeCanvas;
}

bool TorchFrame::opens_windows() const {
    return is_large() && !statistics_.empty() && engine_->has_plan();
}

bool TorchFrame::window_holds(const Area& area) const {
    const auto holds = [](const Span& span, int64_t begin, int64_t size, int64_t side) {
        return (begin == 0 || span.begin >= begin + kRim) &&
               (begin + size == side || span.end() <= begin + size - kRim);
    };
    return holds(rows_of(area), window_.top, window_.height, canvas_.height) &&
           holds(columns_of(area), window_.left, window_.width, canvas_.width);
}

/// Around an area, at least so wide; none where that is too large to keep.
std::optional<Area> TorchFrame::window_for(const Area& area, int64_t least) const {
    const int64_t stride = engine_->network()->config.stride();
    const auto axis = [&](int64_t begin, int64_t size, int64_t side) {
        const int64_t wanted = std::max(size + 2 * kRim + stride, least);
        const int64_t window =
            std::min((wanted + kWindowStep - 1) / kWindowStep * kWindowStep, side);
        const int64_t first = begin + size / 2 - window / 2;
        return Span{std::clamp<int64_t>(first, 0, side - window) / stride * stride, window};
    };
    const Span rows = axis(area.top, area.height, canvas_.height);
    const Span columns = axis(area.left, area.width, canvas_.width);
    const bool small = 2 * rows.size * columns.size <= canvas_.height * canvas_.width &&
                       engine_->keeps({rows.size, columns.size});
    return small ? std::optional(Area{rows.begin, columns.begin, rows.size, columns.size})
                 : std::nullopt;
}

/// Draws the window; inside compute(). False where no plan draws it.
bool TorchFrame::open(const Area& window, const std::atomic<bool>* cancelled) {
    KeptMaps maps;
    const Statistics given = statistics_;
    request_.cancelled = cancelled;
    const bool drawn = engine_->draw_window(request_,
                                            {window.height, window.width},
                                            {.kept = &maps,
                                             .top = window.top,
                                             .left = window.left,
                                             .given = given.empty() ? nullptr : &given});
    request_.cancelled = nullptr;
    if (!drawn) {
        return false;
    }
    if (window_.height != window.height || window_.width != window.width) {
        patches_.clear();
    }
    kept_ = std::move(maps);
    window_ = window;
    drift_ = 0;
    pending_.reset();
    return true;
}

TorchFrame::Reach TorchFrame::reach_of(const Area& area) const {
    const LgganConfig& config = engine_->network()->config;
    const auto local = [](Span span, int64_t begin) { return Span{span.begin - begin, span.size}; };
    const Span rows = cells_reached(config, window_.height, local(rows_of(area), window_.top));
    const Span columns =
        cells_reached(config, window_.width, local(columns_of(area), window_.left));
    const int64_t cells = patch_cells(std::max(rows.size, columns.size));
    return {cells,
            place_patch(config, window_.height, cells, rows),
            place_patch(config, window_.width, cells, columns)};
}

/// Null where drawing all is as good.
const Patch* TorchFrame::patch_for(const Reach& reach) {
    const auto share = static_cast<double>(reach.y.head.size * reach.x.head.size) /
                       static_cast<double>(window_.height * window_.width);
    if (share > kLargestPatch) {
        return nullptr;
    }
    const auto found = std::find_if(patches_.begin(), patches_.end(), [&](const Patch& patch) {
        return patch.cells() == reach.cells;
    });
    if (found != patches_.end()) {
        patches_.splice(patches_.begin(), patches_, found);
        return &patches_.front();
    }
    if (patches_.size() == kMostPatches) {
        patches_.pop_back();
    }
    const Canvas canvas{window_.height, window_.width};
    return &patches_.emplace_front(engine_->network(), canvas, reach.cells);
}

Redrawn TorchFrame::follow(const Patch& patch, const std::atomic<bool>* cancelled) {
    LgganInput input;
    input.noise_seed = request_.noise_seed;
    input.cancelled = cancelled;
    const Span rows = rows_of(*pending_), columns = columns_of(*pending_);
    const PatchPlace place = patch.follow(*kept_,
                                          {rows.begin - window_.top, rows.size},
                                          {columns.begin - window_.left, columns.size},
                                          input);
    Redrawn redrawn = redrawn_at(place.y.picture, place.x.picture);
    pending_.reset();
    return redrawn;
}

Redrawn TorchFrame::redrawn_at(Span rows, Span columns) const {
    rows = visible(rows, request_.height - window_.top);
    columns = visible(columns, request_.width - window_.left);
    const at::Tensor part =
        kept_->picture.narrow(2, rows.begin, rows.size).narrow(3, columns.begin, columns.size);
    return {{window_.top + rows.begin, window_.left + columns.begin, rows.size, columns.size},
            engine_->photo(part, rows.size, columns.size),
            /*exact=*/false,
            is_far(),
            0};
}

std::optional<Picture> TorchFrame::inside(const Keep& keep) {
    if (!kept_ || !kept_->keep.covers(keep) || keep.logits) {
        return std::nullopt;
    }
    LgganOutput output = kept_->inside;
    output.image = kept_->picture;
    Picture picture;
    compute([&] { picture = engine_->picture_of(output, request_); });
    return picture;
}

Redrawn TorchFrame::render_again(const std::atomic<bool>* cancelled) {
    RenderRequest request = request_;
    request.cancelled = cancelled;
    request.keep = kept_ ? kept_->keep : Keep::nothing();
    Picture picture = render(request, {});
    return {{0, 0, picture.height, picture.width},
            std::move(picture.rgb),
            /*exact=*/true,
            /*far=*/false,
            0};
}

}  // namespace tessera
