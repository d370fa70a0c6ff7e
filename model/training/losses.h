// What a training step minimises. Every loss is a float32 scalar, the mean of what each picture
// alone would give, so that a batch may be shared out among processes; those that compare two
// things take no gradient through the second.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace tessera::losses {

enum class Adversarial { hinge, lsgan };

/// The generator's side of Eq. 9 and 10: -mean(score), or mean((score - 1)^2).
at::Tensor fool(const at::Tensor& fake_score, Adversarial kind);

/// The discriminator's side: the mean of relu(1 - real) and relu(1 + fake), or of (real - 1)^2 and
/// fake^2, each halved.
at::Tensor tell_apart(const at::Tensor& real_score, const at::Tensor& fake_score, Adversarial kind);

/// Mean over layers of the mean absolute difference of a discriminator's features.
at::Tensor feature_matching(const std::vector<at::Tensor>& fake,
                            const std::vector<at::Tensor>& real);

/// Mean over levels of the mean absolute difference of a frozen network's features, in units of the
/// root mean square that the real picture's have there.
at::Tensor perceptual(const std::vector<at::Tensor>& fake, const std::vector<at::Tensor>& real);

at::Tensor l1(const at::Tensor& image, const at::Tensor& real);

/// Eq. 6: cross entropy of class i's pooled features against i; a class that a picture lacks does
/// not count. `logits` B,N,N, row i for class i; `labels` B,H,W int32.
at::Tensor class_discriminative(const at::Tensor& logits, const at::Tensor& labels);

/// Cross entropy of a segmenter: `logits` B,N,H,W float32, `labels` B,H,W int32, each pixel times
/// its class's weight of `weights` N, the mean over all pixels. Void (outside 0..N-1) adds nothing.
at::Tensor class_balanced(const at::Tensor& logits,
                          const at::Tensor& labels,
                          const at::Tensor& weights);

/// Mean absolute difference of neighbours, down and across.
at::Tensor total_variation(const at::Tensor& image);

/// KL divergence of a style's distribution from the standard normal, summed over the style.
at::Tensor kl_divergence(const at::Tensor& mean, const at::Tensor& log_variance);

}  // namespace tessera::losses
