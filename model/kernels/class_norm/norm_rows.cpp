// The norm's inner loops, over channels, which lie next to each other.
#include "model/kernels/class_norm/norm_rows.h"

#include "model/kernels/class_norm/noise_bits.h"
#include "model/kernels/vector/lanes.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

/// Pixels that moments() takes at once: its sums are then read and written once for all of them.
constexpr int kGroup = 4;

/// x' at W channels of a pixel.
template <int W, bool kNoise, class T>
TESSERA_INLINE Float<W> noisy(const NormPixels<T>& in, int64_t pixel, int64_t c) {
    const Float<W> x = load<W>(in.x + pixel * in.channels + c);
    return kNoise ? x + load<W>(in.strength + c) * in.noise[pixel] : x;
}

/// Calls body(width, channel) over all channels, widest blocks first.
template <class Body>
TESSERA_INLINE void for_channels(int64_t channels, const Body& body) {
    int64_t c = 0;
    for (; c + kWidth <= channels; c += kWidth) {
        body(Width<kWidth>(), c);
    }
    if constexpr (kWidth > 8) {
        for (; c + 8 <= channels; c += 8) {
            body(Width<8>(), c);
        }
    }
    if constexpr (kWidth > 4) {
        for (; c < channels; c += 4) {
            body(Width<4>(), c);
        }
    }
}

template <int Pixels, bool kNoise, class T>
TESSERA_INLINE void add_moments(const NormPixels<T>& in, int64_t pixel, const Moments& out) {
    for_channels(in.channels, [&](auto width, int64_t c) {
        constexpr int w = decltype(width)::value;
        const Float<w> first = load<w>(out.first + c);
        Float<w> sum = load<w>(out.sum + c), square = load<w>(out.square + c);
        for (int i = 0; i < Pixels; ++i) {
            const Float<w> distance = noisy<w, kNoise>(in, pixel + i, c) - first;
            sum += distance;
            square += distance * distance;
        }
        store<w>(out.sum + c, sum);
        store<w>(out.square + c, square);
    });
}

template <bool kNoise, class T>
void all_moments(const NormPixels<T>& in, const Moments& out) {
    for_channels(in.channels, [&](auto width, int64_t c) {
        constexpr int w = decltype(width)::value;
        store<w>(out.first + c, noisy<w, kNoise>(in, 0, c));
        store<w>(out.sum + c, Float<w>{});
        store<w>(out.square + c, Float<w>{});
    });
    int64_t pixel = 1;
    for (; pixel + kGroup <= in.count; pixel += kGroup) {
        add_moments<kGroup, kNoise>(in, pixel, out);
    }
    for (; pixel < in.count; ++pixel) {
        add_moments<1, kNoise>(in, pixel, out);
    }
}

template <bool kNoise, bool kResidual, class T>
void normalise_all(const NormPixels<T>& in, const NormTargets<T>& to) {
    for (int64_t pixel = 0; pixel < in.count; ++pixel) {
        const float* scale = to.tables + to.rows[pixel] * 2 * in.channels;
        const float* shift = scale + in.channels;
        const int64_t at = pixel * in.channels;
        for_channels(in.channels, [&](auto width, int64_t c) {
            constexpr int w = decltype(width)::value;
            const Float<w> distance = noisy<w, kNoise>(in, pixel, c) - load<w>(to.mean + c);
            Float<w> y = distance * load<w>(scale + c) + load<w>(shift + c);
            y = at_least<w>(y, splat<w>(to.floor));
            if constexpr (kResidual) {
                y += load<w>(to.residual + at + c);
            }
            store<w>(to.y + at + c, y);
        });
    }
}

template <class T>
void choose_moments(const NormPixels<T>& in, const Moments& out) {
    in.strength != nullptr ? all_moments<true>(in, out) : all_moments<false>(in, out);
}

template <class T>
void choose_normalise(const NormPixels<T>& in, const NormTargets<T>& to) {
    if (in.strength != nullptr) {
        to.residual != nullptr ? normalise_all<true, true>(in, to)
                               : normalise_all<true, false>(in, to);
    } else {
        to.residual != nullptr ? normalise_all<false, true>(in, to)
                               : normalise_all<false, false>(in, to);
    }
}

}  // namespace

void moments(const NormPixels<float>& in, const Moments& out) {
    choose_moments(in, out);
}

void moments(const NormPixels<Bfloat16>& in, const Moments& out) {
    choose_moments(in, out);
}

void normalise(const NormPixels<float>& in, const NormTargets<float>& to) {
    choose_normalise(in, to);
}

void normalise(const NormPixels<Bfloat16>& in, const NormTargets<Bfloat16>& to) {
    choose_normalise(in, to);
}

void noise_run(uint32_t row_key, int64_t column, int64_t count, float* to) {
    const uint32_t first = static_cast<uint32_t>(column) + row_key;
    for (int64_t i = 0; i < count; ++i) {
        to[i] = noise_value(first + static_cast<uint32_t>(i));
    }
}

}  // namespace tessera::kernels::TESSERA_ISA
