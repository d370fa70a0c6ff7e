// How far a set of drawn pictures is from a set of photos.
#pragma once

#include <ATen/core/Tensor.h>

namespace tessera::metrics {

/// Fréchet distance of two sets of features, each pictures,features: |m1 - m2|^2 +
/// tr(C1 + C2 - 2 (C1 C2)^(1/2)), along the first `axes` principal axes of the real set, so that a
/// hundred pictures are enough to estimate the covariances; 0: in the whole space, as FID is.
double frechet_distance(const at::Tensor& fake, const at::Tensor& real, int64_t axes = 64);

/// Inception score (Salimans et al., 2016): exp of the mean over pictures of KL(p(y|x) || p(y)),
/// from `logits` pictures,classes. 1 where all pictures look alike. With `top`, every picture's
/// probabilities but its `top` largest are 1e-9 instead, what is left is not scaled to one, and the
/// result may be below 1: so the cross-view papers (Regmi and Borji, 2018) count.
double inception_score(const at::Tensor& logits, int64_t top = 0);

/// How often a classifier finds in the drawn pictures what it finds first in the photos. Shares of
/// 0 to 1.
struct Agreement {
    double top1 = 0;            ///< it is what it finds first
    double top5 = 0;            ///< it is among the first five
    int64_t confident = 0;      ///< pictures whose photo it is sure of: a probability over 0.5
    double confident_top1 = 0;  ///< of those; 0 where there are none
    double confident_top5 = 0;
};

/// Of logits pictures,classes of the same pictures.
Agreement agreement(const at::Tensor& fake, const at::Tensor& real);

/// exp of the mean over pictures of KL(p(y|drawn) || p(y|photo)), and the standard deviation of
/// those KL over the pictures, as the cross-view papers count. 1 and 0 where all agree.
struct KlScore {
    double score = 1;
    double deviation = 0;
};
KlScore kl_score(const at::Tensor& fake, const at::Tensor& real);

}  // namespace tessera::metrics
