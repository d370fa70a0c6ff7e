// Convolution with norm, residual block, decoder.
#include "model/networks/blocks.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/container/modulelist.h>

namespace tessera {

std::vector<at::Tensor> label_pyramid(const at::Tensor& labels, int64_t levels) {
    std::vector<at::Tensor> pyramid;
    for (int64_t level = 0; level < levels; ++level) {
        const int64_t step = int64_t{1} << level;
        pyramid.push_back(
            labels.slice(1, 0, std::nullopt, step).slice(2, 0, std::nullopt, step).contiguous());
    }
    return pyramid;
}

ConvNormImpl::ConvNormImpl(const ConvNormOptions& given) : options(given) {
    reset();
}

void ConvNormImpl::reset() {
    const bool strided = options.stride > 1 || options.transpose;
    conv = register_module("conv",
                           Conv(ConvOptions{.in = options.in,
                                            .out = options.out,
                                            .kernel = options.kernel,
                                            .stride = options.transpose ? 2 : options.stride,
                                            .padding = options.kernel / 2,
                                            .reflect = !strided,
                                            .transposed = options.transpose,
                                            .output_padding = options.transpose ? 1 : 0}));
    norm = register_module(
        "norm",
        Norm(NormOptions{
            .channels = options.out, .kind = options.norm, .classes = options.classes}));
    if (options.noise) {
        noise = register_module("noise", Noise(options.out));
    }
}

at::Tensor ConvNormImpl::forward(const at::Tensor& x,
                                 const at::Tensor& labels,
                                 uint32_t noise_seed,
                                 uint32_t noise_level) {
    return finish(conv->forward(x), labels, noise_seed, noise_level);
}

at::Tensor ConvNormImpl::finish(const at::Tensor& convolved,
                                const at::Tensor& labels,
                                uint32_t noise_seed,
                                uint32_t noise_level) {
    kernels::ClassNormOptions around;
    if (noise) {
        around.noise_strength = noise->strength;
        around.noise_seed = noise_seed;
        around.noise_level = noise_level;
    }
    around.relu = true;
    return norm->forward(convolved, labels, around);
}

ResidualBlockImpl::ResidualBlockImpl(const ResidualBlockOptions& given) : options(given) {
    reset();
}

void ResidualBlockImpl::reset() {
    const int64_t c = options.channels;
    const ConvOptions convolution{.in = c, .out = c, .padding = 1, .reflect = true};
    const NormOptions normalisation{
        .channels = c, .kind = options.norm, .classes = options.classes};
    conv1 = register_module("conv1", Conv(convolution));
    norm1 = register_module("norm1", Norm(normalisation));
    conv2 = register_module("conv2", Conv(convolution));
    norm2 = register_module("norm2", Norm(normalisation));
    if (options.style > 0) {
        style = register_module("style", Linear(LinearOptions{.in = options.style, .out = 4 * c}));
    }
}

at::Tensor ResidualBlockImpl::forward(const at::Tensor& x,
                                      const at::Tensor& labels,
                                      const at::Tensor& z) {
    kernels::ClassNormOptions first, second;
    if (style) {
        const auto parts = style->forward(z).chunk(4, 1);  // B,C each
        first.style_scale = parts[0];
        first.style_shift = parts[1];
        second.style_scale = parts[2];
        second.style_shift = parts[3];
    }
    first.relu = true;
    second.residual = x;
    const at::Tensor y = norm1->forward(conv1->forward(x), labels, first);
    return norm2->forward(conv2->forward(y), labels, second);
}

DecoderImpl::DecoderImpl(const LgganConfig& given) : config(given) {
    reset();
}

void DecoderImpl::reset() {
    const bool transpose = config.upsampler == "transpose";
    up = register_module("up", torch::nn::ModuleList());
    conv = register_module("conv", torch::nn::ModuleList());
    for (int64_t level = config.downs; level > 0; --level) {
        const int64_t width = config.width(level);
        if (!transpose) {
            up->push_back(Upsample(UpsampleOptions{.channels = width,
                                                   .kind = config.upsampler,
                                                   .sau_compressed = config.sau_compressed,
                                                   .sau_kernel = config.sau_kernel}));
        }
        conv->push_back(ConvNorm(ConvNormOptions{.in = width,
                                                 .out = config.width(level - 1),
                                                 .norm = config.norm,
                                                 .classes = config.classes,
                                                 .noise = config.noise,
                                                 .transpose = transpose}));
    }
}

at::Tensor DecoderImpl::forward(at::Tensor f,
                                const Pass& pass,
                                std::vector<at::Tensor>* kernels_out) {
    const size_t steps = conv->size();
    for (size_t step = 0; step < steps; ++step) {
        if (!up->is_empty()) {
            pass.check();
            at::Tensor kernels;
            f = up->at<UpsampleImpl>(step).forward(f, kernels_out != nullptr ? &kernels : nullptr);
            if (kernels.defined()) {
                kernels_out->push_back(kernels);
            }
        }
        pass.check();
        f = conv->at<ConvNormImpl>(step).forward(
            f, pass.labels.at(steps - 1 - step), pass.noise_seed, static_cast<uint32_t>(step + 1));
    }
    return f;
}

}  // namespace tessera
