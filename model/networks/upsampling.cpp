// SAU and its seven rivals.
#include "model/networks/upsampling.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/container/any.h>

#include "model/kernels/safu/safu.h"

namespace tessera {
namespace {

constexpr int64_t kInvolutionKernel = 7;
constexpr int64_t kInvolutionReduction = 16;

at::Tensor nearest(const at::Tensor& f) {
    return at::upsample_nearest2d(f, at::IntArrayRef{f.size(2) * 2, f.size(3) * 2});
}

}  // namespace

KernelGenerationImpl::KernelGenerationImpl(const SauOptions& given) : options(given) {
    reset();
}

void KernelGenerationImpl::reset() {
    const int64_t k = options.kernel, s = options.scale;
    const ConvOptions narrow{.in = options.channels, .out = options.compressed, .kernel = 1};
    const ConvOptions wide{.in = options.compressed, .out = k * k * s * s, .padding = 1};
    compress = register_module("compress", Conv(narrow));
    encode = register_module("encode", Conv(wide));
}

at::Tensor KernelGenerationImpl::forward(const at::Tensor& f) {
    return encode->forward(compress->forward(f));
}

SemanticAwareUpsamplingImpl::SemanticAwareUpsamplingImpl(const SauOptions& given) : options(given) {
    reset();
}

void SemanticAwareUpsamplingImpl::reset() {
    kernels = register_module("kernels", KernelGeneration(options));
}

at::Tensor SemanticAwareUpsamplingImpl::forward(const at::Tensor& f, at::Tensor* kernels_out) {
    return kernels::safu_from_logits(f, kernels->forward(f), options.scale, kernels_out);
}

PixelShuffleImpl::PixelShuffleImpl(int64_t channels) : channels_(channels) {
    reset();
}

void PixelShuffleImpl::reset() {
    const ConvOptions options{.in = channels_, .out = channels_ * 4, .padding = 1};
    conv = register_module("0", Conv(options));
}

at::Tensor PixelShuffleImpl::forward(const at::Tensor& f) {
    return at::pixel_shuffle(conv->forward(f), 2);
}

SpatialAttentionImpl::SpatialAttentionImpl(int64_t channels) : channels_(channels) {
    reset();
}

void SpatialAttentionImpl::reset() {
    const ConvOptions narrow{.in = channels_, .out = channels_ / 8, .kernel = 1};
    query = register_module("query", Conv(narrow));
    key = register_module("key", Conv(narrow));
    value =
        register_module("value", Conv(ConvOptions{.in = channels_, .out = channels_, .kernel = 1}));
    gain =
        register_parameter("gain", new_parameter({1}, [](at::Tensor& values) { values.zero_(); }));
}

at::Tensor SpatialAttentionImpl::forward(const at::Tensor& f) {
    const at::Tensor q = query->forward(f).flatten(2);
    const at::Tensor k = key->forward(f).flatten(2);
    const at::Tensor v = value->forward(f).flatten(2);
    const at::Tensor attention = at::matmul(q.transpose(1, 2), k).softmax(-1);  // B,HW,HW
    const at::Tensor seen = at::matmul(v, attention.transpose(1, 2)).view_as(f);
    return nearest(f + gain * seen);
}

InvolutionImpl::InvolutionImpl(int64_t channels) : channels_(channels) {
    reset();
}

void InvolutionImpl::reset() {
    const int64_t hidden = std::max<int64_t>(channels_ / kInvolutionReduction, 1);
    const int64_t window = kInvolutionKernel * kInvolutionKernel;
    reduce =
        register_module("reduce", Conv(ConvOptions{.in = channels_, .out = hidden, .kernel = 1}));
    span = register_module("span", Conv(ConvOptions{.in = hidden, .out = window, .kernel = 1}));
}

at::Tensor InvolutionImpl::forward(const at::Tensor& f) {
    // An involution is SAFU at scale 1 with kernels that nothing normalises.
    const at::Tensor kernel = span->forward(reduce->forward(f).relu());
    return nearest(kernels::safu(f, kernel, 1));
}

UpsampleImpl::UpsampleImpl(const UpsampleOptions& given) : options(given) {
    reset();
}

void UpsampleImpl::reset() {
    const int64_t c = options.channels;
    if (options.kind == "sau") {
        const SauOptions sau_options{
            .channels = c, .compressed = options.sau_compressed, .kernel = options.sau_kernel};
        sau = register_module("op", SemanticAwareUpsampling(sau_options));
        return;
    }
    if (options.kind == "deconv") {
        op = torch::nn::AnyModule(
            Conv(ConvOptions{.in = c, .out = c, .kernel = 2, .stride = 2, .transposed = true}));
    } else if (options.kind == "pixel_shuffle") {
        op = torch::nn::AnyModule(PixelShuffle(c));
    } else if (options.kind == "spatial_attention") {
        op = torch::nn::AnyModule(SpatialAttention(c));
    } else if (options.kind == "involution") {
        op = torch::nn::AnyModule(Involution(c));
    }
    if (!op.is_empty()) {
        register_module("op", op.ptr());
    }
}

at::Tensor UpsampleImpl::forward(const at::Tensor& f, at::Tensor* kernels_out) {
    if (sau) {
        return sau->forward(f, kernels_out);
    }
    if (!op.is_empty()) {
        return op.forward(f);
    }
    const int64_t size[] = {f.size(2) * 2, f.size(3) * 2};
    if (options.kind == "bilinear") {
        return at::upsample_bilinear2d(f, size, /*align_corners=*/false);
    }
    if (options.kind == "bicubic") {
        return at::upsample_bicubic2d(f, size, /*align_corners=*/false);
    }
    TORCH_CHECK(options.kind == "nearest", "Upsample: unknown kind ", options.kind);
    return nearest(f);
}

}  // namespace tessera
