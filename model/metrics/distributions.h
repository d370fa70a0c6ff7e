// How far a set of drawn pictures is from a set of photos.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::metrics {

/// Fréchet distance of two sets of features, each pictures,features: |m1 - m2|^2 +
/// tr(C1 + C2 - 2 (C1 C2)^(1/2)), along the first `axes` principal axes of the real set, so that a
/// hundred pictures are enough to estimate the covariances.
double frechet_distance(const at::Tensor& fake, const at::Tensor& real, int64_t axes = 64);

/// Inception score (Salimans et al., 2016): exp of the mean over pictures of KL(p(y|x) || p(y)),
/// from `logits` pictures,classes. 1 where all pictures look alike.
double inception_score(const at::Tensor& logits);

}  // namespace tessera::metrics
