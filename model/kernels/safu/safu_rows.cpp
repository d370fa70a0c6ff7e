// SAFU's inner loops. The scale^2 outputs of a source pixel share one neighbourhood, so a feature
// vector is loaded once for up to four of them, and the sums stay in registers through all taps.
#include "model/kernels/safu/safu_rows.h"

#include "model/kernels/vector/lanes.h"
#include "model/kernels/vector/math.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

/// A logit that no softmax notices.
constexpr float kLowest = -3e38f;

/// The kernels of one source pixel, or of the first of a row: output (dy, dx) of the pixel's
/// scale x scale weighs tap t by first[t * tap_stride + dy * row_stride + dx].
struct Weights {
    const float* first;
    int64_t tap_stride;
    int64_t row_stride;
    int64_t pixel_stride;  ///< to the next source pixel
};

/// The part of a pixel's window that lies in the map.
template <class T>
struct Window {
    const T* first;  ///< channel 0 of its first pixel
    int64_t row_stride;
    int64_t column_stride;  ///< the channels
    int64_t top, bottom;    ///< rows of the k x k taps, bottom not included
    int64_t left, right;
    int64_t k;
};

/// Sums the window for `Phases` outputs over 2 * W * Pairs channels.
template <int W, int Pairs, int Phases, class T>
TESSERA_INLINE void accumulate(const Window<T>& window,
                               int64_t channel,
                               const float* const (&weights)[Phases],
                               int64_t tap_stride,
                               T* const (&outputs)[Phases]) {
    Pair<W> sums[Phases][Pairs] = {};
    for (int64_t m = window.top; m < window.bottom; ++m) {
        const T* feature = window.first + channel + (m - window.top) * window.row_stride;
        int64_t tap = (m * window.k + window.left) * tap_stride;
        for (int64_t n = window.left; n < window.right; ++n) {
            Pair<W> loaded[Pairs];
            for (int v = 0; v < Pairs; ++v) {
                loaded[v] = load_pair<W>(feature + v * 2 * W);
            }
            for (int p = 0; p < Phases; ++p) {
                const Float<W> weight = splat<W>(weights[p][tap]);
                for (int v = 0; v < Pairs; ++v) {
                    sums[p][v].a += weight * loaded[v].a;
                    sums[p][v].b += weight * loaded[v].b;
                }
            }
            feature += window.column_stride;
            tap += tap_stride;
        }
    }
    for (int p = 0; p < Phases; ++p) {
        for (int v = 0; v < Pairs; ++v) {
            store_pair<W>(outputs[p] + channel + v * 2 * W, sums[p][v]);
        }
    }
}

/// All channels of `Phases` outputs, in the widest blocks that fit; the last block may overlap the
/// one before, which writes the same values twice.
template <int Phases, class T>
void all_channels(const Window<T>& window,
                  int64_t channels,
                  const float* const (&weights)[Phases],
                  int64_t tap_stride,
                  T* const (&outputs)[Phases]) {
    int64_t c = 0;
    if constexpr (kWidth == 16) {  // enough registers for twice the block
        for (; c + 64 <= channels; c += 64) {
            accumulate<16, 2>(window, c, weights, tap_stride, outputs);
        }
        for (; c + 32 <= channels; c += 32) {
            accumulate<16, 1>(window, c, weights, tap_stride, outputs);
        }
    }
    if constexpr (kWidth >= 8) {
        for (; c + 16 <= channels; c += 16) {
            accumulate<8, 1>(window, c, weights, tap_stride, outputs);
        }
    }
    for (; c < channels; c += 8) {
        accumulate<4, 1>(window, smaller(c, channels - 8), weights, tap_stride, outputs);
    }
}

/// Outputs first to first + Phases - 1 of a source pixel's scale^2, counted row by row.
template <int Phases, class T>
TESSERA_INLINE void some_phases(const SafuRows<T>& rows,
                                const Window<T>& window,
                                const Weights& weights,
                                T* output,
                                int64_t first) {
    const float* weight_of[Phases];
    T* output_of[Phases];
    for (int p = 0; p < Phases; ++p) {
        const int64_t dy = (first + p) / rows.scale, dx = (first + p) % rows.scale;
        weight_of[p] = weights.first + dy * weights.row_stride + dx;
        output_of[p] = output + dy * rows.output_row_stride + dx * rows.channels;
    }
    all_channels(window, rows.channels, weight_of, weights.tap_stride, output_of);
}

/// Source pixels x0 to x1-1 of a row. `row` counts through the batch, `weights` begin at x0.
template <class T>
void accumulate_row(const SafuRows<T>& rows, int64_t row, int64_t x0, int64_t x1, Weights weights) {
    const int64_t y = row % rows.height, half = rows.k / 2, phases = rows.scale * rows.scale;
    const int64_t picture = row / rows.height, map_y = rows.top + y;
    Window<T> window;
    window.k = rows.k;
    window.column_stride = rows.channels;
    window.row_stride = rows.map_width * rows.channels;
    window.top = larger(0, half - map_y);
    window.bottom = smaller(rows.k, rows.map_height + half - map_y);
    const T* source =
        rows.features + (picture * rows.map_height + map_y + window.top - half) * window.row_stride;
    T* output =
        rows.output + picture * rows.output_batch_stride + y * rows.scale * rows.output_row_stride;
    for (int64_t x = x0; x < x1; ++x) {
        const int64_t map_x = rows.left + x;
        window.left = larger(0, half - map_x);
        window.right = smaller(rows.k, rows.map_width + half - map_x);
        window.first = source + (map_x + window.left - half) * rows.channels;
        T* first_output = output + x * rows.scale * rows.channels;
        int64_t phase = 0;
        for (; phase + 4 <= phases; phase += 4) {
            some_phases<4>(rows, window, weights, first_output, phase);
        }
        for (; phase < phases; ++phase) {
            some_phases<1>(rows, window, weights, first_output, phase);
        }
        weights.first += weights.pixel_stride;
    }
}

/// Copies the kernels of source pixels x0 to x1-1 next to each other: planes of a large picture are
/// a power of two apart and would push each other out of the cache.
template <class T>
Weights gather_kernels(const SafuRows<T>& rows, int64_t row, int64_t x0, int64_t x1, float* to) {
    const int64_t scale = rows.scale, count = (x1 - x0) * scale;
    const T* from = rows.kernels + row / rows.height * rows.batch_stride +
                    row % rows.height * scale * rows.row_stride + x0 * scale * rows.column_stride;
    float* next = to;
    for (int64_t tap = 0; tap < rows.k * rows.k; ++tap) {
        for (int64_t dy = 0; dy < scale; ++dy) {
            const T* line = from + tap * rows.tap_stride + dy * rows.row_stride;
            if (rows.column_stride == 1) {
                to_floats(line, count, next);
            } else {
                for (int64_t x = 0; x < count; ++x) {
                    next[x] = to_float(line[x * rows.column_stride]);
                }
            }
            next += count;
        }
    }
    return {to, scale * count, count, scale};
}

/// Combines the lanes that stand for the same phase, `period` apart, into each of them.
template <int Step, class Combine>
TESSERA_INLINE Float<kWidth> fold(Float<kWidth> value, int64_t period, Combine combine) {
    if constexpr (Step > 0) {
        if (Step >= period) {
            value = combine(value, rotate<Step>(value));
        }
        return fold<Step / 2>(value, period, combine);
    }
    return value;
}

/// Softmax over `taps` of values[tap * period + phase], for each phase; period is a power of two
/// and `count`, a multiple of kWidth, covers taps * period. What lies between is kLowest.
void softmax(float* values, int64_t count, int64_t period) {
    const int64_t step = larger(period, kWidth);
    for (int64_t phase = 0; phase < step; phase += kWidth) {
        Float<kWidth> most = load<kWidth>(values + phase);
        for (int64_t i = phase + step; i < count; i += step) {
            most = at_least<kWidth>(load<kWidth>(values + i), most);
        }
        most =
            fold<kWidth / 2>(most, period, [](auto a, auto b) { return at_least<kWidth>(a, b); });
        Float<kWidth> sum = {};
        for (int64_t i = phase; i < count; i += step) {
            const Float<kWidth> e = exp<kWidth>(load<kWidth>(values + i) - most);
            store<kWidth>(values + i, e);
            sum += e;
        }
        sum = fold<kWidth / 2>(sum, period, [](auto a, auto b) { return a + b; });
        const Float<kWidth> factor = 1.0f / sum;
        for (int64_t i = phase; i < count; i += step) {
            store<kWidth>(values + i, load<kWidth>(values + i) * factor);
        }
    }
}

/// The last Size % kWidth values of `Size`, then kLowest.
template <int Size, class T>
TESSERA_INLINE Float<kWidth> load_rest(const T* from) {
    constexpr int rest = Size % kWidth;
    const Float<kWidth> last = rotate<kWidth - rest>(load<kWidth>(from + Size - kWidth));
    Int<kWidth> lane;
    for (int i = 0; i < kWidth; ++i) {
        lane[i] = i;
    }
    return select<kWidth>(lane < rest, last, splat<kWidth>(kLowest));
}

/// The larger or the sum of all, pair by pair: a chain would wait for each.
template <int Count, class Combine>
TESSERA_INLINE Float<kWidth> all_of(const Float<kWidth>* values, Combine combine) {
    if constexpr (Count == 1) {
        return values[0];
    } else {
        constexpr int half = Count / 2;
        return combine(all_of<half>(values, combine), all_of<Count - half>(values + half, combine));
    }
}

/// softmax() of the `Size` logits of one pixel, which stay in registers on the way.
template <int Size, int Period, class T>
TESSERA_INLINE void softmax_of(const T* logits, float* values) {
    constexpr int count = (Size + kWidth - 1) / kWidth;
    const auto most_of = [](auto a, auto b) { return at_least<kWidth>(a, b); };
    const auto sum_of = [](auto a, auto b) { return a + b; };
    Float<kWidth> e[count];
    for (int i = 0; i < Size / kWidth; ++i) {
        e[i] = load<kWidth>(logits + i * kWidth);
    }
    if constexpr (Size % kWidth != 0) {
        e[count - 1] = load_rest<Size>(logits);
    }
    const Float<kWidth> most = fold<kWidth / 2>(all_of<count>(e, most_of), Period, most_of);
    for (int i = 0; i < count; ++i) {
        e[i] = exp<kWidth>(e[i] - most);
    }
    const Float<kWidth> sum = fold<kWidth / 2>(all_of<count>(e, sum_of), Period, sum_of);
    const Float<kWidth> factor = 1.0f / sum;
    for (int i = 0; i < count; ++i) {
        store<kWidth>(values + i * kWidth, e[i] * factor);
    }
}

void fill(float* from, const float* to) {
    for (; from < to; ++from) {
        *from = kLowest;
    }
}

/// Reads the logits of source pixels x0 to x1-1 and normalises them. A pixel's k*k*scale^2 logits
/// lie as pixel shuffle has them, tap by tap and then output by output, which is what we want.
template <class T>
Weights normalise_logits(const SafuRows<T>& rows, int64_t row, int64_t x0, int64_t x1, float* to) {
    const int64_t taps = rows.k * rows.k, phases = rows.scale * rows.scale;
    const int64_t period = phase_period(rows.scale);
    const int64_t size = softmax_size(rows.k, rows.scale);
    const T* from = rows.logits + (row * rows.width + x0) * taps * phases;
    for (int64_t x = x0; x < x1; ++x, from += taps * phases) {
        float* values = to + (x - x0) * size;
        if (rows.k == 5 && rows.scale == 2) {  // as the paper has it
            softmax_of<100, 4>(from, values);
            continue;
        }
        if (period == phases) {
            to_floats(from, taps * phases, values);
        } else {
            for (int64_t tap = 0; tap < taps; ++tap) {
                to_floats(from + tap * phases, phases, values + tap * period);
                fill(values + tap * period + phases, values + (tap + 1) * period);
            }
        }
        fill(values + taps * period, values + size);
        softmax(values, size, period);
    }
    return {to, period, rows.scale, size};
}

/// Writes the normalised kernels of source pixels x0 to x1-1.
template <class T>
void keep_kernels(
    const SafuRows<T>& rows, int64_t row, int64_t x0, int64_t x1, const Weights& weights) {
    const int64_t taps = rows.k * rows.k, line = rows.width * rows.scale * taps;
    for (int64_t dy = 0; dy < rows.scale; ++dy) {
        T* to = rows.kernels_out + (row * rows.scale + dy) * line + x0 * rows.scale * taps;
        for (int64_t x = 0; x < x1 - x0; ++x) {
            for (int64_t dx = 0; dx < rows.scale; ++dx, to += taps) {
                const float* from =
                    weights.first + x * weights.pixel_stride + dy * weights.row_stride + dx;
                for (int64_t tap = 0; tap < taps; ++tap) {
                    from_float(from[tap * weights.tap_stride], to + tap);
                }
            }
        }
    }
}

template <class T>
void some_rows(const SafuRows<T>& rows, int64_t begin, int64_t end, float* scratch) {
    const int64_t pixels = safu_scratch_size(rows.k, rows.scale) / softmax_size(rows.k, rows.scale);
    for (int64_t row = begin; row < end; ++row) {
        for (int64_t x0 = 0; x0 < rows.width; x0 += pixels) {
            const int64_t x1 = smaller(x0 + pixels, rows.width);
            const Weights weights = rows.logits != nullptr
                                        ? normalise_logits(rows, row, x0, x1, scratch)
                                        : gather_kernels(rows, row, x0, x1, scratch);
            if (rows.kernels_out != nullptr) {
                keep_kernels(rows, row, x0, x1, weights);
            }
            accumulate_row(rows, row, x0, x1, weights);
        }
    }
}

}  // namespace

void safu_rows(const SafuRows<float>& rows, int64_t begin, int64_t end, float* scratch) {
    some_rows(rows, begin, end, scratch);
}

void safu_rows(const SafuRows<Bfloat16>& rows, int64_t begin, int64_t end, float* scratch) {
    some_rows(rows, begin, end, scratch);
}

}  // namespace tessera::kernels::TESSERA_ISA
