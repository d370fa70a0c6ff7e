// Checks requests, draws by a plan or by the modules, and hands out pictures.
#include "model/inference/torch_engine.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/utils.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "model/inference/computing.h"
#include "model/inference/memory.h"
#include "model/inference/plan/step_clock.h"
#include "model/inference/torch_frame.h"
#include "model/kernels/reference_scope.h"

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

void check_request(const RenderRequest& request, const LgganConfig& config) {
    const auto is_side = [](int64_t side) { return side >= 1 && side <= kMaxSide; };
    if (!is_side(request.height) || !is_side(request.width)) {
        throw std::runtime_error("a picture of " + std::to_string(request.width) + " x " +
                                 std::to_string(request.height) + " pixels: sides go from 1 to " +
                                 std::to_string(kMaxSide));
    }
    const int64_t pixels = request.height * request.width;
    expect_count("labels", static_cast<int64_t>(request.labels.size()), pixels);
    expect_count("source image",
                 static_cast<int64_t>(request.source.size()),
                 config.image_channels * pixels);
    if (!request.style.empty()) {
        expect_count("style", static_cast<int64_t>(request.style.size()), config.style);
    }
    expect_finite("style", request.style);
    expect_finite("source image", request.source);
}

std::string gibibytes(int64_t bytes) {
    const int64_t tenths = bytes * 10 / (int64_t{1} << 30);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GiB";
}

[[noreturn]] void refuse(int64_t needed, int64_t available) {
    throw std::runtime_error("there is not enough memory: a picture of this size takes " +
                             gibibytes(needed) + ", " + gibibytes(available) +
                             " are free; try a smaller one");
}

// Moves a network to its place; convolutions like their weights channels last on a GPU.
template <typename Network>
void settle(Network& network, const Place& place) {
    network->eval();
    network->to(place.device, place.type);
    for (at::Tensor& parameter : network->parameters()) {
        parameter.set_requires_grad(false);
        if (place.device.is_cuda() && parameter.dim() == 4) {
            parameter.set_data(parameter.contiguous(at::MemoryFormat::ChannelsLast));
        }
    }
}

}  // namespace

TorchEngine::TorchEngine(Lggan generator, StyleEncoder encoder, ModelCard card, Place place)
    : generator_(std::move(generator)),
      encoder_(std::move(encoder)),
      card_(std::move(card)),
      place_(std::move(place)) {
    for (const at::Tensor& parameter : generator_->parameters()) {
        parameters_ += parameter.numel();
    }
    settle(generator_, place_);
    if (!encoder_.is_empty()) {
        settle(encoder_, place_);
    }
    const c10::InferenceMode inference;
    generator_->freeze();
    if (place_.device.is_cpu() && !PackedConvolution::knows(generator_->stem->conv->weight)) {
        news_.emplace_back("this processor has no packed convolutions; pictures take longer");
    }
    plans_ = std::make_unique<Plans>(generator_);
}

Picture TorchEngine::render(const RenderRequest& request) const {
    check(request);
    Picture picture;
    compute([&] { picture = draw(request); });
    return picture;
}

std::unique_ptr<Frame> TorchEngine::frame() const {
    return std::make_unique<TorchFrame>(shared_from_this());
}

std::vector<LayerTime> TorchEngine::profile(const RenderRequest& request) const {
    check(request);
    if (!plans_->obstacle().empty()) {
        throw std::runtime_error("no plan renders this model: " + plans_->obstacle());
    }
    std::vector<LayerTime> layers;
    compute([&] {
        const Canvas canvas = canvas_for(config(), request.height, request.width);
        const Plan* plan = plan_for(request.keep, canvas);
        if (plan == nullptr) {
            throw std::runtime_error("no plan renders a canvas of this size");
        }
        StepClock clock;
        plan->render(input_for(request, canvas), {.clock = &clock});
        layers = clock.layers();
    });
    return layers;
}

std::vector<float> TorchEngine::encode_style(std::span<const uint8_t> rgb,
                                             int64_t height,
                                             int64_t width) const {
    if (!has_style_encoder()) {
        throw std::runtime_error("this model has no style encoder; choose one that has");
    }
    if (height < 1 || width < 1) {
        throw std::runtime_error("a style cannot be read from an empty photo");
    }
    expect_count("photo", static_cast<int64_t>(rgb.size()), height * width * 3);
    std::vector<float> style;
    compute([&] { style = encode(rgb, height, width); });
    return style;
}

void TorchEngine::check(const RenderRequest& request) const {
    check_request(request, config());
}

void TorchEngine::compute(const std::function<void()>& body) const {
    const std::lock_guard lock(compute_mutex());
    in_one_line([&] {
        const c10::InferenceMode inference;
        at::set_num_threads(place_.threads);
        body();
    });
}

bool TorchEngine::keeps(const Canvas& canvas) const {
    if (!has_plan() || config().downs == 0) {
        return false;
    }
    const int64_t needed = KeptMaps::bytes(config(), canvas, c10::elementSize(place_.type));
    return needed <= std::min(Frame::kMostBytes, available_memory().value_or(needed * 2) / 2);
}

Picture TorchEngine::draw(const RenderRequest& request, const PlanExtras& extras) const {
    const auto start = std::chrono::steady_clock::now();
    const Canvas canvas = canvas_for(config(), request.height, request.width);
    const Plan* plan = plan_for(request.keep, canvas);
    const LgganInput input = input_for(request, canvas);
    const LgganOutput output = pass(input, plan, extras);
    Picture picture;
    picture.height = request.height;
    picture.width = request.width;
    picture.rgb = photo(output.image, request.height, request.width);
    picture.notes = news();
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

bool TorchEngine::draw_window(const RenderRequest& request,
                              const Canvas& window,
                              const PlanExtras& extras) const {
    const Plan* plan = plan_for(Keep::nothing(), window);
    if (plan == nullptr) {
        return false;
    }
    LgganInput input = input_for(request, canvas_for(config(), request.height, request.width));
    input.labels = input.labels.narrow(1, extras.top, window.height)
                       .narrow(2, extras.left, window.width)
                       .contiguous();
    plan->render(input, extras);
    return true;
}

std::vector<uint8_t> TorchEngine::photo(const at::Tensor& image,
                                        int64_t height,
                                        int64_t width) const {
    return to_rgb(image, height, width, "the model " + card_.title("in use"));
}

LgganOutput TorchEngine::pass(const LgganInput& input,
                              const Plan* plan,
                              const PlanExtras& extras) const {
    if (plan != nullptr) {
        return plan->render(input, extras);
    }
    if (records_ && Recordings::serve(input) && !kernels::ReferenceScope::active()) {
        try {
            LgganOutput output;
            output.image = recordings_->draw(generator_, input);
            return output;
        } catch (const c10::OutOfMemoryError&) {
            throw;
        } catch (const c10::Error& error) {
            records_ = false;
            const std::string reason = error.what_without_backtrace();
            news_.push_back("the GPU can't record a render (" +
                            reason.substr(0, reason.find('\n')) + "); pictures take longer");
        }
    }
    return Lggan(generator_)->forward(input);
}

std::vector<std::string> TorchEngine::news() const {
    std::vector<std::string> lines = std::exchange(news_, {});
    if (const std::string failure = plans_->news(); !failure.empty()) {
        lines.push_back(failure);
    }
    return lines;
}

const Plan* TorchEngine::plan_for(const Keep& keep, const Canvas& canvas) const {
    const auto element = static_cast<int64_t>(c10::elementSize(place_.type));
    if (has_plan()) {
        const std::optional<int64_t> available = available_memory();
        const int64_t rows =
            upsampling_rows(config(), keep, canvas.height, canvas.width, element, available);
        if (rows == 0) {
            refuse(plan_memory(config(), keep, canvas.height, canvas.width, element, 1),
                   *available);
        }
        if (const Plan* plan = plans_->plan_for(canvas, rows)) {
            return plan;
        }
    }
    check_memory(keep, canvas);
    return nullptr;
}

bool TorchEngine::has_plan() const {
    return plans_->obstacle().empty() && !kernels::ReferenceScope::active();
}

// On the CPU the system promises memory that it does not have and then ends the process; a GPU
// says no by itself.
void TorchEngine::check_memory(const Keep& keep, const Canvas& canvas) const {
    const std::optional<int64_t> available = available_memory();
    const int64_t needed =
        render_memory(config(), keep, canvas.height, canvas.width, c10::elementSize(place_.type));
    if (place_.device.is_cpu() && available && needed > *available) {
        refuse(needed, *available);
    }
}

LgganInput TorchEngine::input_for(const RenderRequest& request, const Canvas& canvas) const {
    LgganInput input;
    input.labels = labels_on(canvas, request).to(place_.device);
    const at::Tensor source = source_on(canvas, request);
    if (source.defined()) {
        input.image = source.to(place_.device, place_.type);
    }
    if (!request.style.empty()) {
        input.z = torch::tensor(request.style).unsqueeze(0).to(place_.device, place_.type);
    }
    input.noise_seed = request.noise_seed;
    input.keep = request.keep;
    input.cancelled = request.cancelled;
    return input;
}

std::vector<float> TorchEngine::encode(std::span<const uint8_t> rgb,
                                       int64_t height,
                                       int64_t width) const {
    const c10::InferenceMode inference;
    at::set_num_threads(place_.threads);
    at::Tensor photo = torch::empty({1, height, width, 3}, torch::kFloat);
    std::transform(rgb.begin(), rgb.end(), photo.mutable_data_ptr<float>(), [](uint8_t byte) {
        return static_cast<float>(byte) / 127.5f - 1;
    });
    photo = photo.permute({0, 3, 1, 2}).to(place_.device, place_.type);
    const at::Tensor mean =
        StyleEncoder(encoder_)->forward(photo).mean.flatten().to(at::kCPU, at::kFloat);
    const float* values = mean.contiguous().const_data_ptr<float>();
    return {values, values + mean.numel()};
}

}  // namespace tessera
