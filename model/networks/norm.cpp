// The three norms: all end in one fused pass, but for SPADE's convolved scale and shift.
#include "model/networks/norm.h"

#include <ATen/ATen.h>

#include "model/kernels/label_conv/label_conv.h"

namespace tessera {
namespace {

constexpr int64_t kSpadeHidden = 128;

}  // namespace

ClassTableImpl::ClassTableImpl(int64_t classes, int64_t channels, double value)
    : classes_(classes), channels_(channels), value_(value) {
    reset();
}

void ClassTableImpl::reset() {
    weight = register_parameter(
        "weight",
        new_parameter({classes_, channels_}, [this](at::Tensor& table) { table.fill_(value_); }));
}

NormImpl::NormImpl(const NormOptions& given) : options(given) {
    reset();
}

void NormImpl::reset() {
    const int64_t c = options.channels;
    if (options.kind == "class") {
        class_gamma = register_module("gamma", ClassTable(options.classes, c, 1.0));
        class_beta = register_module("beta", ClassTable(options.classes, c, 0.0));
    } else if (options.kind == "spade") {
        const ConvOptions hidden{.in = options.classes, .out = kSpadeHidden, .padding = 1};
        const ConvOptions modulation{.in = kSpadeHidden, .out = c, .padding = 1};
        spade_shared = register_module("shared", Conv(hidden));
        spade_gamma = register_module("gamma", Conv(modulation));
        spade_beta = register_module("beta", Conv(modulation));
    }
}

at::Tensor NormImpl::forward(const at::Tensor& x,
                             const at::Tensor& labels,
                             kernels::ClassNormOptions around) {
    if (spade_shared) {
        return spade(x, labels, around);
    }
    if (class_gamma) {
        around.labels = labels;
        around.gamma = class_gamma->weight;
        around.beta = class_beta->weight;
    }
    return kernels::class_norm(x, around);
}

at::Tensor NormImpl::spade(const at::Tensor& x,
                           const at::Tensor& labels,
                           const kernels::ClassNormOptions& around) {
    // The look-up pads by reflection and this convolution by zeros: a rim of void is zero, and what
    // the reflection adds outside it is cut off again.
    const at::Tensor rimmed = at::constant_pad_nd(labels, {1, 1, 1, 1}, -1);
    const at::Tensor hidden = kernels::label_conv(rimmed, spade_shared->weight, spade_shared->bias)
                                  .slice(2, 1, labels.size(1) + 1)
                                  .slice(3, 1, labels.size(2) + 1)
                                  .relu();
    kernels::ClassNormOptions before;
    before.noise_strength = around.noise_strength;
    before.noise_seed = around.noise_seed;
    before.noise_level = around.noise_level;
    at::Tensor y = kernels::class_norm(x, before);
    y = at::addcmul(spade_beta->forward(hidden), y, spade_gamma->forward(hidden) + 1);
    if (around.style_scale.defined()) {
        y = y * (1 + around.style_scale.unsqueeze(-1).unsqueeze(-1)) +
            around.style_shift.unsqueeze(-1).unsqueeze(-1);
    }
    if (around.relu) {
        y = y.relu();
    }
    return around.residual.defined() ? around.residual + y : y;
}

NoiseImpl::NoiseImpl(int64_t channels) : channels_(channels) {
    reset();
}

void NoiseImpl::reset() {
    strength = register_parameter(
        "strength", new_parameter({channels_}, [](at::Tensor& values) { values.fill_(0.1); }));
}

at::Tensor NoiseImpl::forward(const at::Tensor& x, uint32_t seed, uint32_t level) {
    const at::Tensor map = kernels::noise_map(seed, level, x.size(2), x.size(3), x.options());
    return at::addcmul(x, strength.view({-1, 1, 1}), map);
}

}  // namespace tessera
