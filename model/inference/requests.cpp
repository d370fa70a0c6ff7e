// Counts, ranges, memory and places.
#include "model/inference/requests.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "model/inference/computing.h"
#include "model/inference/memory.h"

namespace tessera {
namespace {

constexpr int64_t kMaxSide = 16384;

void expect_count(const char* what, int64_t count, int64_t expected) {
    if (count != expected) {
        throw std::runtime_error(std::string(what) + ": " + std::to_string(count) + " values, " +
                                 std::to_string(expected) + " are expected");
    }
}

void expect_finite(const char* what, const std::vector<float>& values) {
    if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) {
        throw std::runtime_error(std::string(what) + ": a value is not finite");
    }
}

std::string size_text(int64_t height, int64_t width) {
    return std::to_string(width) + " x " + std::to_string(height);
}

void check_size(const RenderRequest& request, const NetworkTraits& traits) {
    const auto is_side = [](int64_t side) { return side >= 1 && side <= kMaxSide; };
    const std::string picture =
        "a picture of " + size_text(request.height, request.width) + " pixels: ";
    if (!is_side(request.height) || !is_side(request.width)) {
        throw std::runtime_error(picture + "sides go from 1 to " + std::to_string(kMaxSide));
    }
    const bool fixed = traits.height > 0;
    if (fixed && (request.height != traits.height || request.width != traits.width)) {
        throw std::runtime_error(picture + "this model draws " +
                                 size_text(traits.height, traits.width) +
                                 " alone, the size that its input has learnt");
    }
}

std::string gibibytes(int64_t bytes) {
    const int64_t tenths = bytes * 10 / (int64_t{1} << 30);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GiB";
}

}  // namespace

void check_request(const RenderRequest& request, const NetworkTraits& traits) {
    check_size(request, traits);
    const int64_t pixels = request.height * request.width;
    expect_count("labels", static_cast<int64_t>(request.labels.size()), pixels);
    expect_count("source image",
                 static_cast<int64_t>(request.source.size()),
                 traits.image_channels * pixels);
    if (!request.style.empty()) {
        expect_count("style", static_cast<int64_t>(request.style.size()), traits.style);
    }
    if (!request.edges.empty()) {
        expect_count("edges", static_cast<int64_t>(request.edges.size()), pixels);
    }
    expect_finite("style", request.style);
    expect_finite("source image", request.source);
}

void check_photo(const StylePhoto& photo, bool labels) {
    if (photo.height < 1 || photo.width < 1) {
        throw std::runtime_error("a style cannot be read from an empty photo");
    }
    const int64_t pixels = photo.height * photo.width;
    expect_count("photo", static_cast<int64_t>(photo.rgb.size()), pixels * 3);
    if (labels) {
        expect_count("labels of the photo", static_cast<int64_t>(photo.labels.size()), pixels);
    }
}

void check_area(const Area& area, const RenderRequest& canvas) {
    if (area.top < 0 || area.left < 0 || area.height < 1 || area.width < 1 ||
        area.top + area.height > canvas.height || area.left + area.width > canvas.width) {
        throw std::runtime_error("an area leaves the canvas of " + std::to_string(canvas.width) +
                                 " x " + std::to_string(canvas.height) + " pixels");
    }
}

void check_change(const LabelChange& change, const RenderRequest& canvas) {
    const Area& area = change.area;
    if (canvas.height == 0) {
        throw std::runtime_error("a change of a canvas that was not rendered yet");
    }
    check_area(area, canvas);
    if (static_cast<int64_t>(change.labels.size()) != area.height * area.width) {
        throw std::runtime_error("a change of " + std::to_string(area.height * area.width) +
                                 " pixels has " + std::to_string(change.labels.size()) + " labels");
    }
}

void refuse_memory(int64_t needed, int64_t available) {
    throw std::runtime_error("there is not enough memory: a picture of this size takes " +
                             gibibytes(needed) + ", " + gibibytes(available) +
                             " are free; try a smaller one");
}

void check_memory(const NetworkConfig& config,
                  const Keep& keep,
                  const Canvas& canvas,
                  const Place& place) {
    const std::optional<int64_t> available = available_memory();
    const int64_t needed =
        render_memory(config, keep, canvas.height, canvas.width, c10::elementSize(place.type));
    if (place.device.is_cpu() && available && needed > *available) {
        refuse_memory(needed, *available);
    }
}

void settle(torch::nn::Module& network, const Place& place) {
    network.eval();
    network.to(place.device, place.type);
    for (at::Tensor& parameter : network.parameters()) {
        parameter.set_requires_grad(false);
        if (place.device.is_cuda() && parameter.dim() == 4) {
            parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
        }
    }
}

void compute_in(const Place& place, const std::function<void()>& body) {
    const std::lock_guard lock(compute_mutex());
    in_one_line([&] {
        const c10::InferenceMode inference;
        at::set_num_threads(place.threads);
        body();
    });
}

std::vector<float> to_values(const at::Tensor& tensor) {
    const at::Tensor values = tensor.to(at::kCPU, at::kFloat).contiguous();
    const float* first = values.const_data_ptr<float>();
    return {first, first + values.numel()};
}

}  // namespace tessera
