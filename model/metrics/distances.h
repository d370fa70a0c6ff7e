// How far a drawn picture is from its photo. Pictures are B,3,H,W float32 in [-1, 1]; every
// distance is B, one a picture.
#pragma once

#include <ATen/core/Tensor.h>

#include "model/features/feature_network.h"

namespace tessera::metrics {

/// Mean absolute difference, on the scale of [0, 1].
at::Tensor l1(const at::Tensor& fake, const at::Tensor& real);

/// Peak signal-to-noise ratio in dB; 100 for equal pictures.
at::Tensor psnr(const at::Tensor& fake, const at::Tensor& real);

/// Structural similarity (Wang et al., 2004) of each channel, averaged: Gaussian window of 11
/// pixels and deviation 1.5, K1 = 0.01, K2 = 0.03, without padding. Sides of at least 11 pixels.
at::Tensor ssim(const at::Tensor& fake, const at::Tensor& real);

/// Sharpness difference in dB (Mathieu et al., 2016): 10 log10(1 / mean |s(real) - s(fake)|) on the
/// scale of [0, 1], s the sum of the absolute differences with the neighbours above and at the
/// left; 100 for equal pictures.
at::Tensor sharpness_difference(const at::Tensor& fake, const at::Tensor& real);

/// Mean over the network's levels of the squared distance, averaged over the pixels, of features
/// that are scaled to unit length at every pixel.
at::Tensor perceptual(const FeatureNetwork& network,
                      const at::Tensor& fake,
                      const at::Tensor& real);

}  // namespace tessera::metrics
