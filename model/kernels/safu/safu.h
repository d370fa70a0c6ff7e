// SAFU, Eq. 1: every output pixel is a kernel-weighted sum of the k x k source pixels around it.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::kernels {

/// f'(c, y, x) = sum over (m, n) of kernels(mn, y, x) * f(c, floor(y/s) + m - k/2, floor(x/s) + n -
/// k/2); outside the map the feature is zero.
///
/// `features` B,C,H,W; `kernels` B,k*k,H*s,W*s with k odd; float32, float64 (CPU) or bfloat16, any
/// strides. Returns B,C,H*s,W*s in the layout of `features`. Allocates the output and nothing that
/// grows with k. Records gradients; float64 computes by the reference. Throws c10::Error that names
/// the shapes it got.
at::Tensor safu(const at::Tensor& features, const at::Tensor& kernels, int64_t scale);

/// SAKG's last step and SAFU in one: `logits` B,k*k*s*s,H,W are shuffled to full resolution and
/// normalised by a softmax over k*k on the fly, so that the kernels are never written unless
/// `kernels_out` is given (it is set to B,k*k,H*s,W*s then), not for the backward pass either. The
/// result goes `into` B,C,H*s,W*s where that is defined: C at least 8, a pixel's channels and a
/// row's pixels next to each other.
at::Tensor safu_from_logits(const at::Tensor& features,
                            const at::Tensor& logits,
                            int64_t scale,
                            at::Tensor* kernels_out = nullptr,
                            const at::Tensor& into = {});

/// A part of a map of features that is to be upsampled alone.
struct SafuWindow {
    int64_t top = 0;  ///< source pixels
    int64_t left = 0;
    int64_t scale = 2;
    at::Tensor into;          ///< 1,C,h*s,w*s of the window's h and w, as safu_from_logits() has it
    at::Tensor kernels = {};  ///< 1,k*k,h*s,w*s, channels last without gaps: set to the kernels;
                              ///< undefined: they are not written
};

/// safu_from_logits() for a part of a map: `features` 1,C,H,W are whole, `logits` 1,k*k*s*s,h,w of
/// the window. On the processor, float32 or bfloat16, without gradients.
void safu_window(const at::Tensor& features, const at::Tensor& logits, const SafuWindow& window);

/// The obvious version (unfold, repeat, multiply, sum): the oracle of the tests and the slow peer
/// of the benchmark.
at::Tensor safu_reference(const at::Tensor& features, const at::Tensor& kernels, int64_t scale);

}  // namespace tessera::kernels
