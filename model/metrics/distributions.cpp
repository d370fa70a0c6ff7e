// Distances of sets of pictures.
#include "model/metrics/distributions.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace tessera::metrics {
namespace {

constexpr double kNegligible = 1e-9;  // a probability that is left out
constexpr double kSure = 0.5;         // a probability
constexpr int64_t kFirst = 5;         // classes

at::Tensor covariance(const at::Tensor& centred) {
    return centred.t().mm(centred) / static_cast<double>(std::max<int64_t>(centred.size(0) - 1, 1));
}

/// The square root of a symmetric matrix without negative eigenvalues.
at::Tensor square_root(const at::Tensor& matrix) {
    const auto [values, vectors] = at::linalg_eigh(matrix);
    return vectors.mm(values.clamp_min(0).sqrt().diag()).mm(vectors.t());
}

}  // namespace

double frechet_distance(const at::Tensor& fake, const at::Tensor& real, int64_t axes) {
    TORCH_CHECK(fake.dim() == 2 && real.dim() == 2 && fake.size(1) == real.size(1) &&
                    fake.size(0) > 1 && real.size(0) > 1,
                "frechet_distance: got ",
                fake.sizes(),
                " and ",
                real.sizes());
    const at::Tensor f = fake.to(at::kDouble), r = real.to(at::kDouble);
    const at::Tensor centre = r.mean(0);
    at::Tensor x = f - centre, y = r - centre;
    if (axes > 0) {
        // The principal axes are the right singular vectors of the centred photos.
        const at::Tensor of_real = std::get<2>(at::linalg_svd(y, /*full_matrices=*/false));
        const at::Tensor basis = of_real.narrow(0, 0, std::min(axes, of_real.size(0))).t();
        x = x.mm(basis);
        y = y.mm(basis);
    }
    const at::Tensor mx = x.mean(0), my = y.mean(0);
    const at::Tensor cx = covariance(x - mx), cy = covariance(y - my);
    const at::Tensor root = square_root(cy);
    const at::Tensor mixed = at::linalg_eigvalsh(root.mm(cx).mm(root));
    const at::Tensor distance =
        (mx - my).square().sum() + cx.trace() + cy.trace() - 2 * mixed.clamp_min(0).sqrt().sum();
    return distance.item<double>();
}

double inception_score(const at::Tensor& logits, int64_t top) {
    at::Tensor each = logits.to(at::kDouble).log_softmax(1);
    if (top > 0 && top < logits.size(1)) {
        const at::Tensor kept = std::get<1>(each.topk(top, 1));
        const at::Tensor rest = at::full_like(each, std::log(kNegligible));
        each = rest.scatter(1, kept, each.gather(1, kept));
    }
    const at::Tensor all = each.exp().mean(0, /*keepdim=*/true).log();
    return std::exp((each.exp() * (each - all)).sum(1).mean().item<double>());
}

Agreement agreement(const at::Tensor& fake, const at::Tensor& real) {
    TORCH_CHECK(fake.sizes() == real.sizes() && fake.dim() == 2 && fake.size(0) > 0,
                "agreement: got ",
                fake.sizes(),
                " and ",
                real.sizes());
    const auto [sure, found] = real.to(at::kDouble).softmax(1).max(1, /*keepdim=*/true);
    const at::Tensor hits =
        std::get<1>(fake.topk(std::min(kFirst, fake.size(1)), 1)).eq(found).to(at::kDouble);
    const at::Tensor first = hits.select(1, 0), any = hits.sum(1);
    const at::Tensor confident = sure.squeeze(1).gt(kSure).to(at::kDouble);
    Agreement counted;
    counted.top1 = first.mean().item<double>();
    counted.top5 = any.mean().item<double>();
    counted.confident = confident.sum().item<int64_t>();
    const auto pictures = static_cast<double>(std::max<int64_t>(counted.confident, 1));
    counted.confident_top1 = (first * confident).sum().item<double>() / pictures;
    counted.confident_top5 = (any * confident).sum().item<double>() / pictures;
    return counted;
}

KlScore kl_score(const at::Tensor& fake, const at::Tensor& real) {
    const at::Tensor f = fake.to(at::kDouble).log_softmax(1);
    const at::Tensor each = (f.exp() * (f - real.to(at::kDouble).log_softmax(1))).sum(1);
    return {std::exp(each.mean().item<double>()), each.std(/*unbiased=*/false).item<double>()};
}

}  // namespace tessera::metrics
