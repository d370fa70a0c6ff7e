// The local generator's inner loops: a small matrix product a class, over pixels that need not be
// neighbours.
#include "model/kernels/local_generator/local_rows.h"

#include "model/kernels/vector/lanes.h"
#include "model/kernels/vector/math.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

/// Channels that are copied before they are used; a constant distance between the pixels lets one
/// pointer address them all.
constexpr int64_t kDepth = 64;

/// Pixels whose sums, two vectors each, fit the registers.
constexpr int kMostPixels = kWidth == 16 ? 12 : 6;

TESSERA_INLINE Float<kWidth> add_product(Float<kWidth> sum,
                                         const float* feature,
                                         Float<kWidth> weight) {
    return sum + splat<kWidth>(*feature) * weight;
}

TESSERA_INLINE Float<kWidth> add_product(Float<kWidth> sum,
                                         const Bfloat16* features,
                                         Float<kWidth> weights) {
    uint32_t both;
    __builtin_memcpy(&both, features, sizeof both);
    return add_products<kWidth>(sum, both - Bits<kWidth>{}, (Bits<kWidth>)weights);
}

template <int Pixels, class T>
TESSERA_INLINE void multiply(const T (&features)[Pixels][kDepth],
                             const T* weights,
                             int64_t size,
                             int64_t depth,
                             Float<kWidth> (&sums)[Pixels][2]) {
    for (int64_t c = 0; c < depth; c += kStep<T>, weights += kStep<T> * size) {
        Float<kWidth> a, b;
        __builtin_memcpy(&a, weights, sizeof a);
        __builtin_memcpy(&b, weights + kStep<T> * kWidth, sizeof b);
        for (int j = 0; j < Pixels; ++j) {
            sums[j][0] = add_product(sums[j][0], &features[j][c], a);
            sums[j][1] = add_product(sums[j][1], &features[j][c], b);
        }
    }
}

template <int Pixels, class T>
void respond_pixels(const ClassResponses<T>& in, const int32_t* pixels) {
    T features[Pixels][kDepth];
    for (int64_t first = 0; first < in.channels; first += kDepth) {
        const int64_t depth = smaller(kDepth, in.channels - first);
        for (int j = 0; j < Pixels; ++j) {
            const int64_t gaps = in.gap == 0 ? 0 : pixels[j] / in.width * in.gap;
            copy<kDepth>(in.features + pixels[j] * in.channels + gaps + first, depth, features[j]);
        }
        for (int64_t n = 0; n < in.size; n += 2 * kWidth) {
            Float<kWidth> sums[Pixels][2] = {};
            multiply<Pixels>(
                features, in.weights + first * in.size + kStep<T> * n, in.size, depth, sums);
            for (int j = 0; j < Pixels; ++j) {
                float* to = in.responses + pixels[j] * in.size + n;
                if (first > 0) {
                    sums[j][0] += load<kWidth>(to);
                    sums[j][1] += load<kWidth>(to + kWidth);
                }
                store<kWidth>(to, sums[j][0]);
                store<kWidth>(to + kWidth, sums[j][1]);
            }
        }
    }
}

template <class T>
void respond_all(const ClassResponses<T>& in) {
    const int32_t* pixels = in.pixels;
    const int32_t* end = in.pixels + in.count;
    for (; end - pixels >= kMostPixels; pixels += kMostPixels) {
        respond_pixels<kMostPixels>(in, pixels);
    }
    for (; end - pixels >= 4; pixels += 4) {
        respond_pixels<4>(in, pixels);
    }
    for (; end - pixels >= 2; pixels += 2) {
        respond_pixels<2>(in, pixels);
    }
    if (pixels < end) {
        respond_pixels<1>(in, pixels);
    }
}

}  // namespace

void respond(const ClassResponses<float>& in) {
    respond_all(in);
}

void respond(const ClassResponses<Bfloat16>& in) {
    respond_all(in);
}

void tanh_in_place(float* values, int64_t count) {
    for (int64_t i = 0; i < count; i += kWidth) {
        store<kWidth>(values + i, tanh<kWidth>(load<kWidth>(values + i)));
    }
}

}  // namespace tessera::kernels::TESSERA_ISA
