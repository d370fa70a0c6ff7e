// Checks requests, draws by a plan or by the modules, and hands out pictures.
#include "model/inference/torch_engine.h"

#include <c10/core/InferenceMode.h>
#include <torch/utils.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "model/inference/memory.h"
#include "model/inference/plan/step_clock.h"
#include "model/inference/requests.h"
#include "model/inference/torch_frame.h"
#include "model/kernels/reference_scope.h"

namespace tessera {
namespace {

/// Bytes of a render for which no memory is asked after: that takes a tenth of a millisecond.
constexpr int64_t kNeverAsked = 64LL << 20;

}  // namespace

TorchEngine::TorchEngine(Lggan generator, StyleEncoder encoder, ModelCard card, Place place)
    : generator_(std::move(generator)),
      encoder_(std::move(encoder)),
      card_(std::move(card)),
      place_(std::move(place)),
      config_(generator_->config),
      traits_(traits_of(config_)) {
    for (const at::Tensor& parameter : generator_->parameters()) {
        parameters_ += parameter.numel();
    }
    settle(*generator_, place_);
    if (!encoder_.is_empty()) {
        settle(*encoder_, place_);
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

std::vector<float> TorchEngine::encode_style(const StylePhoto& photo) const {
    if (!has_style_encoder()) {
        throw std::runtime_error("this model has no style encoder; choose one that has");
    }
    check_photo(photo, /*labels=*/false);
    std::vector<float> style;
    compute([&] {
        const at::Tensor rgb =
            from_rgb(photo.rgb, photo.height, photo.width).to(place_.device, place_.type);
        style = to_values(StyleEncoder(encoder_)->forward(rgb).mean);
    });
    return style;
}

void TorchEngine::check(const RenderRequest& request) const {
    check_request(request, traits_);
}

void TorchEngine::compute(const std::function<void()>& body) const {
    compute_in(place_, body);
}

bool TorchEngine::keeps(const Canvas& canvas) const {
    const LgganConfig& config = generator_->config;
    if (!has_plan() || config.downs == 0) {
        return false;
    }
    const int64_t needed = KeptMaps::bytes(config, canvas, c10::elementSize(place_.type));
    return needed <= std::min(Frame::kMostBytes, available_memory().value_or(needed * 2) / 2);
}

Picture TorchEngine::draw(const RenderRequest& request, const PlanExtras& extras) const {
    const auto start = std::chrono::steady_clock::now();
    const Canvas canvas = canvas_for(config(), request.height, request.width);
    const Plan* plan = plan_for(request.keep, canvas);
    const LgganInput input = input_for(request, canvas);
    Picture picture = picture_of(pass(input, plan, extras), request);
    picture.notes = news();
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    picture.milliseconds = elapsed.count();
    return picture;
}

Picture TorchEngine::picture_of(const LgganOutput& output, const RenderRequest& request) const {
    Picture picture;
    picture.height = request.height;
    picture.width = request.width;
    picture.rgb = photo(output.image, request.height, request.width);
    const auto kept = output.named();
    if (kept.size() > 1) {  // the picture is named too
        const Canvas canvas = canvas_for(config(), request.height, request.width);
        for (const auto& [name, tensor] : kept) {
            picture.inside[name] = to_array(tensor, canvas, request.height, request.width);
        }
    }
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
    input.keep = Keep::nothing();
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
        const int64_t whole = plan_memory(
            generator_->config, keep, canvas.height, canvas.width, element, canvas.height / 2);
        const auto available = whole > kNeverAsked ? available_memory() : std::nullopt;
        const int64_t rows = upsampling_rows(
            generator_->config, keep, canvas.height, canvas.width, element, available);
        if (rows == 0) {
            refuse_memory(
                plan_memory(generator_->config, keep, canvas.height, canvas.width, element, 1),
                *available);
        }
        if (const Plan* plan = plans_->plan_for(canvas, rows)) {
            return plan;
        }
    }
    check_memory(config_, keep, canvas, place_);
    return nullptr;
}

std::string TorchEngine::obstacle() const {
    const std::string& reason = plans_->obstacle();
    return reason.empty() ? "" : "its modules draw it, not a fast plan: " + reason;
}

bool TorchEngine::has_plan() const {
    return plans_->obstacle().empty() && !kernels::ReferenceScope::active();
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

}  // namespace tessera
