// A canvas on the processor whose features are kept from change to change.
#pragma once

#include <list>
#include <optional>

#include "model/inference/plan/patch.h"
#include "model/inference/torch_engine.h"

namespace tessera {

class TorchFrame final : public Frame {
public:
    explicit TorchFrame(std::shared_ptr<const TorchEngine> engine) : engine_(std::move(engine)) {}

    Picture render(const RenderRequest& request) override;
    Redrawn update(const LabelChange& change, const std::atomic<bool>* cancelled) override;
    bool keeps() const override { return kept_.has_value(); }

private:
    void check(const LabelChange& change) const;
    void take(const LabelChange& change);
    void write_labels(const Area& area);
    const Patch* patch_for(const Area& area);
    Redrawn follow(const Patch& patch, const std::atomic<bool>* cancelled);
    Redrawn render_again(const std::atomic<bool>* cancelled);
    Span rows_of(const Area& area) const;
    Span columns_of(const Area& area) const;

    static constexpr size_t kMostPatches = 3;

    std::shared_ptr<const TorchEngine> engine_;
    RenderRequest request_;  ///< the canvas as it is now; height 0: none
    Canvas canvas_;
    std::optional<KeptMaps> kept_;
    int64_t drift_ = 0;            ///< label pixels changed since the maps were made
    std::list<Patch> patches_;     ///< for the canvas, the last used first
    std::optional<Area> pending_;  ///< where labels changed and the maps do not follow yet
};

}  // namespace tessera
