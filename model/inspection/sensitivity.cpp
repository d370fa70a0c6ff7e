// A pass forward on the modules, and one back for each colour.
#include "model/inspection/sensitivity.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <optional>
#include <stdexcept>

#include "model/inference/canvas.h"
#include "model/inference/memory.h"
#include "model/inspection/soft_generator.h"

namespace tessera {
namespace {

/// The engine's weights as float32 on the processor, in modules of their own that record gradients.
Lggan copy_of(const LgganImpl& generator) {
    const UninitialisedParameters uninitialised(at::kCPU);
    Lggan copy(generator.config);
    const auto parameters = generator.named_parameters();
    for (auto& item : copy->named_parameters()) {
        item.value().set_requires_grad(false);
        item.value().copy_(parameters[item.key()]);
    }
    copy->eval();
    return copy;
}

/// 1,N,h,w on the picture: 1 for a pixel's class, 0 for the others.
at::Tensor shares_of_labels(const at::Tensor& labels,
                            int64_t classes,
                            int64_t height,
                            int64_t width) {
    const at::Tensor own = labels.slice(1, 0, height).slice(2, 0, width).unsqueeze(1);
    return own.eq(at::arange(classes, labels.options()).view({1, classes, 1, 1})).to(at::kFloat);
}

/// What a pass back needs, measured: all maps of the pass forward, and the gradient of the shares.
void check_memory(const NetworkConfig& config, const Canvas& canvas) {
    constexpr int64_t passes = 12;
    const int64_t shares = traits_of(config).classes * canvas.height * canvas.width * 4;
    const int64_t needed =
        passes * (shares / 2 + render_memory(config, {}, canvas.height, canvas.width, 4));
    const std::optional<int64_t> available = available_memory();
    if (available && needed > *available) {
        throw std::runtime_error(
            "there is not enough memory for the sensitivity of a picture of this size");
    }
}

LgganInput input_for(const RenderRequest& request,
                     const Canvas& canvas,
                     const std::atomic<bool>* cancelled) {
    LgganInput input;
    input.image = source_on(canvas, request);
    if (!request.style.empty()) {
        input.z = torch::tensor(request.style).unsqueeze(0);
    }
    input.noise_seed = request.noise_seed;
    input.cancelled = cancelled;
    return input;
}

Sensitivity found(const Insides& insides,
                  int64_t y,
                  int64_t x,
                  const std::atomic<bool>* cancelled) {
    const RenderRequest& request = insides.request;
    const Canvas canvas = canvas_for(insides.config(), insides.height(), insides.width());
    const LgganInput input = input_for(request, canvas, cancelled);
    const at::Tensor own = shares_of_labels(
        labels_on(canvas, request), insides.model().classes, insides.height(), insides.width());
    const at::Tensor shares = own.clone().set_requires_grad(true);
    const at::Tensor on_canvas = at::replication_pad2d(
        shares, {0, canvas.width - insides.width(), 0, canvas.height - insides.height()});

    const SoftGenerator generator(copy_of(*insides.engine->generator()));
    const at::Tensor colours = generator.pixel(on_canvas, input, y, x);
    const int64_t count = colours.size(0);
    const double scale = 0.5 / static_cast<double>(count);  // of colours from [-1, 1] to [0, 1]
    at::Tensor repaint = at::zeros_like(own), of_class = at::zeros({own.size(1)}, at::kDouble);
    for (int64_t colour = 0; colour < count; ++colour) {
        const at::Tensor gradient =
            torch::autograd::grad({colours[colour]}, {shares}, {}, colour + 1 < count)[0];
        repaint += (gradient - (gradient * own).sum(1, true)).abs_().mul_(scale);
        of_class += gradient.abs().sum({0, 2, 3}, false, at::kDouble) * scale;
    }
    const at::Tensor largest = repaint.amax(1).contiguous();
    const float* values = largest.const_data_ptr<float>();
    const double* sums = of_class.const_data_ptr<double>();
    return {{values, values + largest.numel()}, {sums, sums + of_class.numel()}};
}

}  // namespace

Sensitivity sensitivity(const Insides& insides,
                        int64_t y,
                        int64_t x,
                        const std::atomic<bool>* cancelled) {
    if (y < 0 || y >= insides.height() || x < 0 || x >= insides.width()) {
        throw std::out_of_range("a pixel outside the picture");
    }
    if (insides.engine->generator() == nullptr) {
        throw std::runtime_error("sensitivity is found of LGGAN++ alone; this model is a " +
                                 insides.model().title);
    }
    check_memory(insides.config(), canvas_for(insides.config(), insides.height(), insides.width()));
    try {
        return found(insides, y, x, cancelled);
    } catch (const c10::Error& error) {
        if (cancelled != nullptr && *cancelled) {
            throw Cancelled{};
        }
        const std::string text = error.what_without_backtrace();
        throw std::runtime_error(text.substr(0, text.find('\n')));
    }
}

}  // namespace tessera
