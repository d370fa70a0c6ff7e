// The engine of the networks that the paper compares with: their modules, a whole picture at a
// time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/inference/device.h"
#include "model/inference/engine.h"
#include "model/networks/published/published_network.h"

namespace tessera {

class PublishedEngine final : public Engine, public std::enable_shared_from_this<PublishedEngine> {
public:
    PublishedEngine(const NetworkConfig& config,
                    std::unique_ptr<PublishedNetwork> network,
                    ModelCard card,
                    Place place);

    Picture render(const RenderRequest& request) const override;
    std::unique_ptr<Frame> frame() const override;
    std::vector<LayerTime> profile(const RenderRequest& request) const override;
    std::string obstacle() const override;
    std::vector<float> encode_style(const StylePhoto& photo) const override;

    std::shared_ptr<const LgganImpl> generator() const override { return nullptr; }
    const NetworkConfig& config() const override { return config_; }
    const NetworkTraits& traits() const override { return traits_; }
    const ModelCard& card() const override { return card_; }
    bool has_style_encoder() const override { return traits_.style_origin == StyleOrigin::photos; }
    bool reads_labels_of_photos() const override { return has_style_encoder(); }
    int64_t parameters() const override { return parameters_; }
    std::string device_name() const override { return place_.name; }
    Precision precision() const override { return place_.precision; }

private:
    Picture draw(const RenderRequest& request) const;

    NetworkConfig config_;
    NetworkTraits traits_;
    std::unique_ptr<PublishedNetwork> network_;  // one computation at a time
    ModelCard card_;
    Place place_;
    int64_t parameters_ = 0;
};

}  // namespace tessera
