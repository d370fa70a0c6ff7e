// Distances of sets of pictures.
#include "model/metrics/distributions.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace tessera::metrics {
namespace {

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
    // The principal axes are the right singular vectors of the centred photos.
    const auto [u, sizes, axes_of_real] = at::linalg_svd(r - centre, /*full_matrices=*/false);
    const at::Tensor basis = axes_of_real.narrow(0, 0, std::min(axes, axes_of_real.size(0))).t();
    const at::Tensor x = (f - centre).mm(basis), y = (r - centre).mm(basis);
    const at::Tensor mx = x.mean(0), my = y.mean(0);
    const at::Tensor cx = covariance(x - mx), cy = covariance(y - my);
    const at::Tensor root = square_root(cy);
    const at::Tensor mixed = at::linalg_eigvalsh(root.mm(cx).mm(root));
    const at::Tensor distance =
        (mx - my).square().sum() + cx.trace() + cy.trace() - 2 * mixed.clamp_min(0).sqrt().sum();
    return distance.item<double>();
}

double inception_score(const at::Tensor& logits) {
    const at::Tensor each = logits.to(at::kDouble).log_softmax(1);
    const at::Tensor all = each.exp().mean(0, /*keepdim=*/true).log();
    return std::exp((each.exp() * (each - all)).sum(1).mean().item<double>());
}

}  // namespace tessera::metrics
