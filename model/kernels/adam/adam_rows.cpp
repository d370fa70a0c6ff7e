// Adam's inner loop: every array is read once and written once.
#include "model/kernels/adam/adam_rows.h"

#include "model/kernels/vector/lanes.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

/// sqrt(x) of each lane, x >= 0.
template <int W>
TESSERA_INLINE Float<W> square_root(Float<W> x) {
    Float<W> root;
    for (int i = 0; i < W; ++i) {
        root[i] = __builtin_sqrtf(x[i]);
    }
    return root;
}

template <int W>
TESSERA_INLINE void update(const AdamRows& rows, int64_t at) {
    const Float<W> g = load<W>(rows.gradient + at) * rows.gradient_scale;
    const Float<W> m1 = load<W>(rows.moment1 + at) * rows.beta1 + g * (1 - rows.beta1);
    const Float<W> m2 = load<W>(rows.moment2 + at) * rows.beta2 + g * g * (1 - rows.beta2);
    const Float<W> root = square_root<W>(m2) * rows.root_scale + rows.eps;
    const Float<W> w = load<W>(rows.weights + at) - rows.rate * m1 / root;
    const Float<W> average = load<W>(rows.average + at);
    store<W>(rows.moment1 + at, m1);
    store<W>(rows.moment2 + at, m2);
    store<W>(rows.weights + at, w);
    store<W>(rows.average + at, average + (w - average) * rows.average_share);
    if (rows.working != nullptr) {
        store<W>(rows.working + at, w);
    }
}

void update_one(const AdamRows& rows, int64_t at) {
    const float g = rows.gradient[at] * rows.gradient_scale;
    float& m1 = rows.moment1[at];
    float& m2 = rows.moment2[at];
    float& w = rows.weights[at];
    m1 = m1 * rows.beta1 + g * (1 - rows.beta1);
    m2 = m2 * rows.beta2 + g * g * (1 - rows.beta2);
    w -= rows.rate * m1 / (__builtin_sqrtf(m2) * rows.root_scale + rows.eps);
    rows.average[at] += (w - rows.average[at]) * rows.average_share;
    if (rows.working != nullptr) {
        from_float(w, rows.working + at);
    }
}

}  // namespace

void adam_rows(const AdamRows& rows, int64_t begin, int64_t end) {
    int64_t i = begin;
    for (; i + kWidth <= end; i += kWidth) {
        update<kWidth>(rows, i);
    }
    for (; i < end; ++i) {
        update_one(rows, i);
    }
}

}  // namespace tessera::kernels::TESSERA_ISA
