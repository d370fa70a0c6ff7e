// SAFU's doors: check what came in and choose the implementation.
#include "model/kernels/safu/safu.h"

#include <ATen/ATen.h>

#include <cmath>

#include "model/kernels/door.h"
#include "model/kernels/safu/autograd.h"
#include "model/kernels/safu/cpu.h"
#ifdef TESSERA_CUDA
#include "model/kernels/safu/cuda.h"
#endif

namespace tessera::kernels {
namespace {

/// Checks sizes and types and returns k. `maps` are the kernels, or the logits with
/// `per_tap` = scale^2 channels a tap and `zoom` = 1.
int64_t check(const at::Tensor& features,
              const at::Tensor& maps,
              int64_t scale,
              int64_t per_tap,
              int64_t zoom) {
    TORCH_CHECK(scale >= 1, "safu: scale is ", scale, ", must be at least 1");
    TORCH_CHECK(features.dim() == 4 && maps.dim() == 4 && features.numel() > 0,
                "safu: needs B,C,H,W and B,K,H,W, got ",
                features.sizes(),
                " and ",
                maps.sizes());
    const int64_t taps = maps.size(1) / per_tap;
    const int64_t k = std::llround(std::sqrt(static_cast<double>(taps)));
    TORCH_CHECK(k % 2 == 1 && k * k * per_tap == maps.size(1) && maps.size(0) == features.size(0) &&
                    maps.size(2) == features.size(2) * zoom &&
                    maps.size(3) == features.size(3) * zoom,
                "safu: features ",
                features.sizes(),
                " and kernels or logits ",
                maps.sizes(),
                " do not fit at scale ",
                scale);
    TORCH_CHECK(features.scalar_type() == maps.scalar_type(),
                "safu: features are ",
                features.scalar_type(),
                ", kernels or logits ",
                maps.scalar_type());
    check_same_device("safu", features, {maps});
    return k;
}

at::Tensor from_logits(const at::Tensor& features,
                       const at::Tensor& logits,
                       int64_t k,
                       int64_t scale,
                       at::Tensor* kernels_out,
                       const at::Tensor& into) {
    if (kernels_out == nullptr && needs_autograd(features, {features, logits}, /*on_gpu=*/true)) {
        return safu_from_logits_autograd(features, logits, scale);
    }
    if (needs_reference(features, {features, logits})) {
        const at::Tensor kernels = at::pixel_shuffle(logits, scale).softmax(1);
        if (kernels_out != nullptr) {
            *kernels_out = kernels;
        }
        return safu_reference(features, kernels, scale);
    }
#ifdef TESSERA_CUDA
    if (features.is_cuda()) {
        return safu_from_logits_cuda(features, logits, k, scale, kernels_out);
    }
#endif
    return safu_from_logits_cpu(features, logits, k, scale, kernels_out, into);
}

}  // namespace

at::Tensor safu(const at::Tensor& features, const at::Tensor& kernels, int64_t scale) {
    const int64_t k = check(features, kernels, scale, /*per_tap=*/1, /*zoom=*/scale);
    if (needs_autograd(features, {features, kernels}, /*on_gpu=*/true)) {
        return safu_autograd(features, kernels, scale);
    }
    if (needs_reference(features, {features, kernels})) {
        return safu_reference(features, kernels, scale);
    }
#ifdef TESSERA_CUDA
    if (features.is_cuda()) {
        return safu_cuda(features, kernels, k, scale);
    }
#endif
    return safu_cpu(features, kernels, k, scale);
}

at::Tensor safu_from_logits(const at::Tensor& features,
                            const at::Tensor& logits,
                            int64_t scale,
                            at::Tensor* kernels_out,
                            const at::Tensor& into) {
    const int64_t k = check(features, logits, scale, /*per_tap=*/scale * scale, /*zoom=*/1);
    const at::Tensor y = from_logits(features, logits, k, scale, kernels_out, into);
    if (!into.defined() || y.is_same(into)) {
        return y;
    }
    return into.copy_(y);
}

void safu_window(const at::Tensor& features, const at::Tensor& logits, const SafuWindow& window) {
    const int64_t h = logits.size(2), w = logits.size(3);
    TORCH_CHECK(features.is_cpu() && has_fast_type(features) && features.size(0) == 1,
                "safu: windows are computed on the processor, of one picture");
    TORCH_CHECK(window.into.defined() && window.top >= 0 && window.left >= 0 &&
                    window.top + h <= features.size(2) && window.left + w <= features.size(3),
                "safu: a window of ",
                logits.sizes(),
                " at ",
                window.top,
                ", ",
                window.left,
                " leaves features ",
                features.sizes());
    const int64_t k = check(features.narrow(2, window.top, h).narrow(3, window.left, w),
                            logits,
                            window.scale,
                            /*per_tap=*/window.scale * window.scale,
                            /*zoom=*/1);
    const at::Tensor& kernels = window.kernels;
    TORCH_CHECK(
        !kernels.defined() ||
            (kernels.sizes() == at::IntArrayRef({1, k * k, h * window.scale, w * window.scale}) &&
             kernels.is_contiguous(at::MemoryFormat::ChannelsLast) &&
             kernels.scalar_type() == logits.scalar_type()),
        "safu: kernels are ",
        kernels.sizes(),
        ", must be the window's, channels last without gaps");
    safu_window_cpu(features, logits, k, window);
}

}  // namespace tessera::kernels
