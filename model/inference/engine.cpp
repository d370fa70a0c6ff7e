// The engine: a model file's networks on a device, one picture at a time.
#include "model/inference/engine.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/utils.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "model/files/model_file.h"
#include "model/inference/canvas.h"
#include "model/inference/device.h"
#include "model/inference/memory.h"
#include "model/inference/plan/plans.h"
#include "model/inference/plan/step_clock.h"
#include "model/kernels/reference_scope.h"

namespace tessera {
namespace {

constexpr int64_t kMaxSide = 16384;

// Computations queue here: the number of threads and the cores themselves are the process's.
std::mutex& compute_mutex() {
    static std::mutex mutex;
    return mutex;
}

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

void check(const RenderRequest& request, const LgganConfig& config) {
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

// Runs LibTorch code and puts its errors, which bring a stack trace of many lines, into one.
template <typename Body>
auto in_one_line(Body body) {
    try {
        return body();
    } catch (const c10::OutOfMemoryError&) {
        throw std::runtime_error(
            "the GPU's memory is too small for a picture of this size; try a smaller one, or the "
            "cpu");
    } catch (const c10::Error& error) {
        const std::string text = error.what_without_backtrace();
        if (text.find("allocate memory") != std::string::npos) {
            throw std::runtime_error(
                "there is not enough memory for a picture of this size; try a smaller one");
        }
        throw std::runtime_error(text.substr(0, text.find('\n')));
    } catch (const std::bad_alloc&) {
        throw std::runtime_error(
            "there is not enough memory for a picture of this size; try a smaller one");
    }
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

class TorchEngine final : public Engine {
public:
    TorchEngine(Lggan generator, StyleEncoder encoder, ModelCard card, Place place)
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
        plans_ = std::make_unique<Plans>(generator_);
    }

    Picture render(const RenderRequest& request) const override {
        check(request, config());
        const std::lock_guard lock(compute_mutex());
        return in_one_line([&] { return compute(request); });
    }

    std::vector<LayerTime> profile(const RenderRequest& request) const override {
        check(request, config());
        if (!plans_->obstacle().empty()) {
            throw std::runtime_error("no plan renders this model: " + plans_->obstacle());
        }
        const std::lock_guard lock(compute_mutex());
        return in_one_line([&] {
            const c10::InferenceMode inference;
            at::set_num_threads(place_.threads);
            const Canvas canvas = canvas_for(config(), request.height, request.width);
            StepClock clock;
            plans_->plan_for(canvas).render(input_for(request, canvas), &clock);
            return clock.layers();
        });
    }

    std::vector<float> encode_style(std::span<const uint8_t> rgb,
                                    int64_t height,
                                    int64_t width) const override {
        if (!has_style_encoder()) {
            throw std::runtime_error("this model has no style encoder; choose one that has");
        }
        if (height < 1 || width < 1) {
            throw std::runtime_error("a style cannot be read from an empty photo");
        }
        expect_count("photo", static_cast<int64_t>(rgb.size()), height * width * 3);
        const std::lock_guard lock(compute_mutex());
        return in_one_line([&] { return encode(rgb, height, width); });
    }

    std::shared_ptr<const LgganImpl> generator() const override { return generator_.ptr(); }
    const LgganConfig& config() const override { return generator_->config; }
    const ModelCard& card() const override { return card_; }
    bool has_style_encoder() const override { return !encoder_.is_empty(); }
    int64_t parameters() const override { return parameters_; }
    std::string device_name() const override { return place_.name; }
    Precision precision() const override { return place_.precision; }

private:
    Picture compute(const RenderRequest& request) const {
        const auto start = std::chrono::steady_clock::now();
        const c10::InferenceMode inference;
        at::set_num_threads(place_.threads);
        const Canvas canvas = canvas_for(config(), request.height, request.width);
        check_memory(request.keep, canvas);
        const LgganOutput output = draw(input_for(request, canvas), canvas);

        Picture picture;
        picture.height = request.height;
        picture.width = request.width;
        picture.rgb = to_rgb(output.image, request.height, request.width);
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

    // By a plan where there is one for it; the modules know every model.
    LgganOutput draw(const LgganInput& input, const Canvas& canvas) const {
        if (plans_->obstacle().empty() && !kernels::ReferenceScope::active()) {
            return plans_->plan_for(canvas).render(input);
        }
        return Lggan(generator_)->forward(input);
    }

    // On the CPU the system promises memory that it does not have and then ends the process; a GPU
    // says no by itself.
    void check_memory(const Keep& keep, const Canvas& canvas) const {
        const std::optional<int64_t> available = available_memory();
        const int64_t needed = render_memory(
            config(), keep, canvas.height, canvas.width, c10::elementSize(place_.type));
        if (place_.device.is_cpu() && available && needed > *available) {
            throw std::runtime_error("there is not enough memory: a picture of this size takes " +
                                     gibibytes(needed) + ", " + gibibytes(*available) +
                                     " are free; try a smaller one");
        }
    }

    LgganInput input_for(const RenderRequest& request, const Canvas& canvas) const {
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

    std::vector<float> encode(std::span<const uint8_t> rgb, int64_t height, int64_t width) const {
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

    Lggan generator_;
    StyleEncoder encoder_;
    ModelCard card_;
    Place place_;
    int64_t parameters_ = 0;
    std::unique_ptr<Plans> plans_;  // guarded by compute_mutex()
};

}  // namespace

std::shared_ptr<const Engine> Engine::open(const std::filesystem::path& file,
                                           EngineOptions options) {
    ready_memory();
    const Place place = resolve_place(options);
    const ModelFile model = ModelFile::open(file);
    StyleEncoder encoder{nullptr};
    if (model.has_style_encoder()) {
        encoder = model.style_encoder();
    }
    return in_one_line([&] {
        return std::make_shared<TorchEngine>(model.generator(), encoder, model.card(), place);
    });
}

std::shared_ptr<const Engine> Engine::random(const LgganConfig& config,
                                             uint64_t seed,
                                             EngineOptions options) {
    ready_memory();
    const Place place = resolve_place(options);
    const std::lock_guard lock(compute_mutex());
    torch::manual_seed(seed);
    return std::make_shared<TorchEngine>(Lggan(config), StyleEncoder{nullptr}, ModelCard{}, place);
}

}  // namespace tessera
