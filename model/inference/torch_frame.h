// A canvas on the processor whose features are kept from change to change.
#pragma once

#include <list>
#include <optional>

#include "model/inference/plan/patch.h"
#include "model/inference/torch_engine.h"

namespace tessera {

/// Keeps the maps of a whole canvas, or of a window on a large one, which are then drawn with the
/// statistics of the last whole render. Rows and columns below are the canvas's unless they are
/// said to be the window's.
class TorchFrame final : public Frame {
public:
    explicit TorchFrame(std::shared_ptr<const TorchEngine> engine) : engine_(std::move(engine)) {}

    Picture render(const RenderRequest& request, const std::function<void()>& between) override;
    bool serves(const RenderRequest& request) const override;
    Redrawn look(const RenderRequest& request, const Area& area) override;
    Redrawn update(const LabelChange& change, const std::atomic<bool>* cancelled) override;
    bool keeps() const override { return kept_ || opens_windows(); }
    const RenderRequest& canvas() const override { return request_; }
    std::optional<Picture> inside(const Keep& keep) override;

private:
    /// Where a change of the labels reaches, in the window's pixels, and the size of its patch.
    struct Reach {
        int64_t cells = 0;
        PatchAxis y, x;
    };

    void compute(const std::function<void()>& body);
    Picture draw(const RenderRequest& request, const std::function<void()>* between);
    Picture draw_beside_maps(const RenderRequest& request);
    bool matches(const RenderRequest& request) const;
    bool follows(const RenderRequest& request) const;
    bool is_far() const;
    void remember(const RenderRequest& request);
    void take_beside(const std::vector<uint16_t>& labels);
    void take(const LabelChange& change);
    void write_labels(const Area& area);
    Span rows_of(const Area& area) const;
    Span columns_of(const Area& area) const;

    bool is_large() const;
    bool is_window() const {
        return window_.height * window_.width < canvas_.height * canvas_.width;
    }
    bool opens_windows() const;
    bool window_holds(const Area& area) const;
    std::optional<Area> window_for(const Area& area, int64_t least) const;
    bool open(const Area& window, const std::atomic<bool>* cancelled);

    Reach reach_of(const Area& area) const;
    const Patch* patch_for(const Reach& reach);
    bool draw_part(Redrawn& redrawn, const std::atomic<bool>* cancelled);
    Redrawn follow(const Patch& patch, const std::atomic<bool>* cancelled);
    Redrawn redrawn_at(Span rows, Span columns) const;  ///< the window's
    Redrawn render_again(const std::atomic<bool>* cancelled);

    static constexpr size_t kMostPatches = 3;

    std::shared_ptr<const TorchEngine> engine_;
    RenderRequest request_;  ///< the canvas as it is now; height 0: none
    Canvas canvas_;
    std::optional<KeptMaps> kept_;  ///< of the window
    Area window_;                   ///< in the canvas, rim included; all of a small one
    Statistics statistics_;         ///< of the last whole render of a canvas of this size, or empty
    int64_t drift_ = 0;             ///< label pixels changed since the maps were made
    std::list<Patch> patches_;      ///< for the window, the last used first
    std::optional<Area> pending_;   ///< where labels changed and the maps do not follow yet
    bool rendering_ = false;        ///< with updates between the steps:
    std::optional<Area> beside_;    ///< where those changed labels,
    int64_t drift_beside_ = 0;      ///< and of how many pixels
};

}  // namespace tessera
