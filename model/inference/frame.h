// A canvas that is painted on: what changed of it is drawn again, the rest is kept. Free of
// LibTorch headers.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "model/inference/picture.h"

namespace tessera {

/// A rectangle of a picture, in pixels from its top left.
struct Area {
    int64_t top = 0;
    int64_t left = 0;
    int64_t height = 0;
    int64_t width = 0;

    bool operator==(const Area&) const = default;
};

/// Other labels in a part of the canvas.
struct LabelChange {
    Area area;                     ///< inside the picture, not empty
    std::vector<uint16_t> labels;  ///< of the area, row-major, as RenderRequest has them
};

/// What a change did to the picture.
struct Redrawn {
    Area area;                 ///< where the picture may differ from before; all of it after a
                               ///< whole render
    std::vector<uint8_t> rgb;  ///< of the area, height * width * 3
    bool exact = false;        ///< the whole picture is now what Engine::render() gives
    bool far = false;          ///< it has gone so far from that that a render() is due
    double milliseconds = 0;   ///< wall time
};

/// Belongs to one thread; what it computes queues with the engine's renders.
///
/// While a stroke goes on, update() computes each layer only where the change reaches: norms keep
/// the statistics of the last whole render, and a change is followed through the deep layers as far
/// as it matters, not as far as it goes. The statistics' drift is what parts its pictures from
/// exact ones, so after changes of half a percent of the canvas a render() is due, which updates
/// need not wait for: they can be made while it goes on.
///
/// Memory: the maps of one whole render (of the shipped models 264 bytes a pixel in bfloat16,
/// nearly twice that in float32) and, while render() runs, those of the next. A canvas whose maps
/// would take more than kMostBytes, or than half of what is free, keeps none of the whole. Of a
/// canvas above 1024 x 1024 pixels a window can be kept in their place: look() opens one on what is
/// looked at, and update() one around a change that no maps are there for. A window is drawn with
/// the statistics of the last whole render, or its own before the first.
class Frame {
public:
    static constexpr int64_t kLargeCanvas = int64_t{1}
                                            << 20;  ///< pixels; above it there are windows
    static constexpr int64_t kMostBytes = int64_t{5} << 30;

    virtual ~Frame() = default;

    /// Engine::render() of the request, to the last bit, which is the canvas from now on. Where it
    /// throws, the canvas stays the last one.
    ///
    /// `between` is called every few milliseconds meanwhile, if serves(request). It may update()
    /// the canvas that is there until then: the picture of this render is without these updates,
    /// the canvas then has their labels, and the next update() draws them again.
    virtual Picture render(const RenderRequest& request,
                           const std::function<void()>& between = {}) = 0;

    /// Whether updates can be made while that is rendered: maps are kept of it, or of the same
    /// picture with other labels, and it is not a large canvas, whose steps take long.
    virtual bool serves(const RenderRequest& request) const = 0;

    /// Draws `area` of a large canvas, which is the canvas from now on, before the rest: close to
    /// the exact picture, in a time that grows with the area alone. All of it, exactly, where the
    /// canvas is not large against the area. Throws as render() does, and where the area leaves the
    /// picture.
    virtual Redrawn look(const RenderRequest& request, const Area& area) = 0;

    /// Draws the canvas of the last render() or look() with these labels. By a whole render where
    /// there is nothing to start from (the model has no plan, the maps are too large) or where the
    /// change reaches most of the canvas. Throws std::runtime_error as render() does, and where no
    /// render() went before or the area leaves the picture; Cancelled when that was set, and the
    /// next update() draws this change too, and between a render's steps where it would have been a
    /// whole one itself.
    virtual Redrawn update(const LabelChange& change,
                           const std::atomic<bool>* cancelled = nullptr) = 0;

    /// Whether the next small update() draws a part only.
    virtual bool keeps() const = 0;

    /// The canvas as it is: of the last render() or look(), with the labels of the updates since.
    /// Keeps nothing.
    virtual const RenderRequest& canvas() const = 0;

    /// The picture as it was drawn last, with what the last render() kept of the network's inside,
    /// which updates draw again along with the picture: in milliseconds, since nothing is computed.
    /// None where that is less than `keep`, and where updates don't: with no maps of the whole
    /// canvas, and of the classifier's logits, which come of all of it. Throws as render() does.
    virtual std::optional<Picture> inside(const Keep& keep) = 0;
};

}  // namespace tessera
