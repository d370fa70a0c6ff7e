// The losses, an equation each.
#include "model/training/losses.h"

#include <ATen/ATen.h>

namespace tessera::losses {
namespace {

at::Tensor wide(const at::Tensor& x) {
    return x.scalar_type() == at::kDouble ? x : x.to(at::kFloat);
}

at::Tensor mean_of(const std::vector<at::Tensor>& terms) {
    return at::stack(terms).mean();
}

}  // namespace

at::Tensor fool(const at::Tensor& fake_score, Adversarial kind) {
    const at::Tensor fake = wide(fake_score);
    return kind == Adversarial::hinge ? -fake.mean() : (fake - 1).square().mean();
}

at::Tensor tell_apart(const at::Tensor& real_score,
                      const at::Tensor& fake_score,
                      Adversarial kind) {
    const at::Tensor real = wide(real_score), fake = wide(fake_score);
    if (kind == Adversarial::hinge) {
        return ((1 - real).relu().mean() + (1 + fake).relu().mean()) / 2;
    }
    return ((real - 1).square().mean() + fake.square().mean()) / 2;
}

at::Tensor feature_matching(const std::vector<at::Tensor>& fake,
                            const std::vector<at::Tensor>& real) {
    std::vector<at::Tensor> terms;
    for (size_t i = 0; i < fake.size(); ++i) {
        terms.push_back(l1(fake[i], real[i]));
    }
    return mean_of(terms);
}

at::Tensor perceptual(const std::vector<at::Tensor>& fake, const std::vector<at::Tensor>& real) {
    std::vector<at::Tensor> terms;
    for (size_t i = 0; i < fake.size(); ++i) {
        const at::Tensor expected = wide(real[i]).detach();
        const at::Tensor size = expected.square().mean({1, 2, 3}).sqrt().clamp_min(1e-6);  // B
        terms.push_back(((wide(fake[i]) - expected).abs().mean({1, 2, 3}) / size).mean());
    }
    return mean_of(terms);
}

at::Tensor l1(const at::Tensor& image, const at::Tensor& real) {
    return (wide(image) - wide(real).detach()).abs().mean();
}

at::Tensor class_discriminative(const at::Tensor& logits, const at::Tensor& labels) {
    const int64_t b = logits.size(0), n = logits.size(1);
    const at::Tensor known = labels.ge(0).logical_and(labels.lt(n));
    const at::Tensor area =
        at::zeros({b, n}, logits.options().dtype(at::kFloat))
            .scatter_add(1,
                         labels.masked_fill(known.logical_not(), 0).flatten(1).to(at::kLong),
                         known.flatten(1).to(at::kFloat));
    const at::Tensor present = area.gt(0).to(at::kFloat);
    const at::Tensor own = wide(logits).log_softmax(-1).diagonal(0, 1, 2);  // B,N
    return -((own * present).sum(1) / present.sum(1).clamp_min(1)).mean();
}

at::Tensor class_balanced(const at::Tensor& logits,
                          const at::Tensor& labels,
                          const at::Tensor& weights) {
    const at::Tensor known = labels.ge(0).logical_and(labels.lt(logits.size(1)));
    const at::Tensor targets = at::where(known, labels.to(at::kLong), -1);
    const at::Tensor sum =
        at::cross_entropy_loss(logits, targets, weights, at::Reduction::Sum, /*ignore_index=*/-1);
    return sum / static_cast<double>(labels.numel());
}

at::Tensor total_variation(const at::Tensor& image) {
    const at::Tensor x = wide(image);
    const auto difference = [&](int64_t dim) {
        const int64_t size = x.size(dim) - 1;
        return (x.narrow(dim, 1, size) - x.narrow(dim, 0, size)).abs().mean();
    };
    return difference(2) + difference(3);
}

at::Tensor kl_divergence(const at::Tensor& mean, const at::Tensor& log_variance) {
    const at::Tensor m = wide(mean), v = wide(log_variance);
    return -0.5 * (1 + v - m.square() - v.exp()).sum(1).mean();
}

}  // namespace tessera::losses
