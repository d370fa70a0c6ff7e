// The fusion's inner loops: a dot product a pixel, the sigmoid that a softmax of two is, and the
// mix.
#include "model/kernels/fusion/fusion_rows.h"

#include "model/kernels/vector/lanes.h"
#include "model/kernels/vector/math.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

template <class T>
TESSERA_INLINE float difference_of(const FusionParts& parts, const T* pixel) {
    Float<kWidth> sums = {};
    int64_t c = 0;
    for (; c + kWidth <= parts.channels; c += kWidth) {
        sums += load<kWidth>(pixel + c) * load<kWidth>(parts.difference + c);
    }
    float sum = sum_lanes<kWidth>(sums) + parts.offset;
    for (; c < parts.channels; ++c) {
        sum += to_float(pixel[c]) * parts.difference[c];
    }
    return sum;
}

template <int W>
TESSERA_INLINE Float<W> sigmoid(Float<W> x) {
    return 1.0f / (1.0f + exp<W>(-x));
}

void sigmoid_in_place(float* values, int64_t count) {
    int64_t i = 0;
    for (; i + kWidth <= count; i += kWidth) {
        store<kWidth>(values + i, sigmoid<kWidth>(load<kWidth>(values + i)));
    }
    for (; i < count; ++i) {
        values[i] = sigmoid<kNarrowest>(splat<kNarrowest>(values[i]))[0];
    }
}

template <class T>
void fuse_pixels(const FusionParts& parts, const FusionRow<T>& row) {
    for (int64_t x = 0; x < parts.width; ++x) {
        row.weights[x] = difference_of(parts, row.features + x * parts.channels);
    }
    sigmoid_in_place(row.weights, parts.width);
    for (int64_t x = 0; x < parts.width; ++x) {
        for (int64_t i = 3 * x; i < 3 * x + 3; ++i) {
            row.image[i] = row.global[i] + row.weights[x] * (row.local[i] - row.global[i]);
        }
    }
}

}  // namespace

void fuse_row(const FusionParts& parts, const FusionRow<float>& row) {
    fuse_pixels(parts, row);
}

void fuse_row(const FusionParts& parts, const FusionRow<Bfloat16>& row) {
    fuse_pixels(parts, row);
}

}  // namespace tessera::kernels::TESSERA_ISA
