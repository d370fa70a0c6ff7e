// The engine of LGGAN++, and what its frames share with it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/inference/canvas.h"
#include "model/inference/device.h"
#include "model/inference/engine.h"
#include "model/inference/plan/kept_maps.h"
#include "model/inference/plan/plans.h"
#include "model/inference/plan/recordings.h"
#include "model/networks/style_encoder.h"

namespace tessera {

/// A model's networks on a device, one picture at a time.
class TorchEngine final : public Engine, public std::enable_shared_from_this<TorchEngine> {
public:
    TorchEngine(Lggan generator, StyleEncoder encoder, ModelCard card, Place place);

    Picture render(const RenderRequest& request) const override;
    std::vector<LayerTime> profile(const RenderRequest& request) const override;
    std::string obstacle() const override;
    std::vector<float> encode_style(const StylePhoto& photo) const override;
    std::unique_ptr<Frame> frame() const override;

    std::shared_ptr<const LgganImpl> generator() const override { return generator_.ptr(); }
    const NetworkConfig& config() const override { return config_; }
    const NetworkTraits& traits() const override { return traits_; }
    const ModelCard& card() const override { return card_; }
    bool has_style_encoder() const override { return !encoder_.is_empty(); }
    bool reads_labels_of_photos() const override { return false; }
    int64_t parameters() const override { return parameters_; }
    std::string device_name() const override { return place_.name; }
    Precision precision() const override { return place_.precision; }

    /// The same as its holder.
    const Lggan& network() const { return generator_; }

    /// Throws std::runtime_error where the request does not fit the model.
    void check(const RenderRequest& request) const;

    /// Runs `body` alone on the process's threads, without gradients; LibTorch's errors become
    /// std::runtime_error of one line.
    void compute(const std::function<void()>& body) const;

    /// Whether a frame's maps of that size can be kept.
    bool keeps(const Canvas& canvas) const;

    /// Inside compute(): the picture of a request that check() liked, and what else a plan is to
    /// do, if a plan drew it.
    Picture draw(const RenderRequest& request, const PlanExtras& extras = {}) const;

    /// Inside compute(): the maps of a part of the request's canvas alone, `window`, whose place
    /// and size are multiples of the network's stride. False where no plan draws it.
    bool draw_window(const RenderRequest& request,
                     const Canvas& window,
                     const PlanExtras& extras) const;

    /// Inside compute(): what a request's pass gave, as arrays.
    Picture picture_of(const LgganOutput& output, const RenderRequest& request) const;

    /// Inside compute(): bytes of a picture that this model made.
    std::vector<uint8_t> photo(const at::Tensor& image, int64_t height, int64_t width) const;

    bool has_plan() const;  ///< the modules know every model

private:
    /// Null where the modules draw it. Throws std::runtime_error where memory holds neither.
    const Plan* plan_for(const Keep& keep, const Canvas& canvas) const;
    LgganInput input_for(const RenderRequest& request, const Canvas& canvas) const;
    LgganOutput pass(const LgganInput& input, const Plan* plan, const PlanExtras& extras) const;
    std::vector<std::string> news() const;

    Lggan generator_;
    StyleEncoder encoder_;
    ModelCard card_;
    Place place_;
    NetworkConfig config_;
    NetworkTraits traits_;
    int64_t parameters_ = 0;
    std::unique_ptr<Plans> plans_;  // one computation at a time
    std::unique_ptr<Recordings> recordings_ = std::make_unique<Recordings>();
    mutable std::vector<std::string> news_;  // not told yet
    mutable bool records_ = true;            // until it fails
};

}  // namespace tessera
