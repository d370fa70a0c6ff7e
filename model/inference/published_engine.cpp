// Requests to the modules' input, their output to pictures.
#include "model/inference/published_engine.h"

#include <torch/types.h>

#include <chrono>
#include <stdexcept>

#include "model/inference/requests.h"
#include "model/inference/whole_frame.h"

namespace tessera {

PublishedEngine::PublishedEngine(const NetworkConfig& config,
                                 std::unique_ptr<PublishedNetwork> network,
                                 ModelCard card,
                                 Place place)
    : config_(config),
      traits_(traits_of(config)),
      network_(std::move(network)),
      card_(std::move(card)),
      place_(std::move(place)) {
    for (const at::Tensor& parameter : network_->module().parameters()) {
        parameters_ += parameter.numel();
    }
    settle(network_->module(), place_);
}

std::string PublishedEngine::obstacle() const {
    return traits_.title +
           " is drawn by its modules, a whole picture at a time: fast plans are "
           "LGGAN++'s alone";
}

Picture PublishedEngine::render(const RenderRequest& request) const {
    check_request(request, traits_);
    Picture picture;
    compute_in(place_, [&] { picture = draw(request); });
    return picture;
}

Picture PublishedEngine::draw(const RenderRequest& request) const {
    const auto start = std::chrono::steady_clock::now();
    const Canvas canvas = canvas_for(config_, request.height, request.width);
    check_memory(config_, request.keep, canvas, place_);
    PublishedInput input;
    input.labels = labels_on(canvas, request).to(place_.device);
    input.edges = edges_on(canvas, request);
    if (input.edges.defined()) {
        input.edges = input.edges.to(place_.device);
    }
    if (!request.style.empty()) {
        input.style = torch::tensor(request.style).unsqueeze(0).to(place_.device, place_.type);
    }
    input.noise_seed = request.noise_seed;
    input.keep = request.keep;
    input.cancelled = request.cancelled;
    const LgganOutput output = network_->draw(input);
    Picture picture;
    picture.height = request.height;
    picture.width = request.width;
    picture.rgb =
        to_rgb(output.image, request.height, request.width, "the model " + card_.title("in use"));
    if (!(request.keep == Keep::nothing())) {
        for (const auto& [name, tensor] : output.named()) {
            picture.inside[name] = to_array(tensor, canvas, request.height, request.width);
        }
    }
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    picture.milliseconds = elapsed.count();
    return picture;
}

std::unique_ptr<Frame> PublishedEngine::frame() const {
    return std::make_unique<WholeFrame>(shared_from_this());
}

std::vector<LayerTime> PublishedEngine::profile(const RenderRequest&) const {
    throw std::runtime_error("no plan renders this model: " + obstacle());
}

std::vector<float> PublishedEngine::encode_style(const StylePhoto& photo) const {
    if (!has_style_encoder()) {
        throw std::runtime_error("this model reads no photos; choose one that does");
    }
    check_photo(photo, /*labels=*/true);
    std::vector<float> style;
    compute_in(place_, [&] {
        // Photos and their maps lie on the canvas of a picture of their size.
        RenderRequest map;
        map.height = photo.height;
        map.width = photo.width;
        map.labels = photo.labels;
        const Canvas canvas = canvas_for(config_, photo.height, photo.width);
        const at::Tensor labels = labels_on(canvas, map).to(place_.device);
        at::Tensor rgb = from_rgb(photo.rgb, photo.height, photo.width);
        rgb = at::replication_pad2d(
            rgb.contiguous(), {0, canvas.width - photo.width, 0, canvas.height - photo.height});
        style = to_values(network_->style_of(rgb.to(place_.device, place_.type), labels));
    });
    return style;
}

}  // namespace tessera
