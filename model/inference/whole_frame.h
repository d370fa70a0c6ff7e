// A canvas whose every change is a whole render: of networks that no plan covers.
#pragma once

#include "model/inference/engine.h"

namespace tessera {

class WholeFrame final : public Frame {
public:
    explicit WholeFrame(std::shared_ptr<const Engine> engine) : engine_(std::move(engine)) {}

    Picture render(const RenderRequest& request, const std::function<void()>& between) override;
    bool serves(const RenderRequest& /*request*/) const override { return false; }
    Redrawn look(const RenderRequest& request, const Area& area) override;
    Redrawn update(const LabelChange& change, const std::atomic<bool>* cancelled) override;
    bool keeps() const override { return false; }
    const RenderRequest& canvas() const override { return canvas_; }
    std::optional<Picture> inside(const Keep& /*keep*/) override { return std::nullopt; }

private:
    std::shared_ptr<const Engine> engine_;
    RenderRequest canvas_;  ///< as it is now; height 0: none
};

}  // namespace tessera
