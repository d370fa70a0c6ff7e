// SAFU's backward loops, both in gather form: a kernel's gradient is a dot product of a feature
// with an output's gradient, a feature's gradient a weighted sum over the outputs that the pixel
// fed.
#include "model/kernels/safu/backward_rows.h"

#include "model/kernels/vector/lanes.h"
#include "model/kernels/vector/math.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

/// Softmax over the taps of one source pixel, output by output.
template <class T>
void softmax_pixel(const T* logits, int64_t taps, int64_t phases, float* kernels) {
    const int64_t count = taps * phases;
    for (int64_t phase = 0; phase < phases; ++phase) {
        float most = to_float(logits[phase]);
        for (int64_t t = phase + phases; t < count; t += phases) {
            const float logit = to_float(logits[t]);
            most = logit > most ? logit : most;
        }
        for (int64_t t = phase; t < count; t += phases) {
            kernels[t] = to_float(logits[t]) - most;
        }
    }
    int64_t i = 0;
    for (; i + kWidth <= count; i += kWidth) {
        store<kWidth>(kernels + i, exp<kWidth>(load<kWidth>(kernels + i)));
    }
    for (; i < count; ++i) {
        kernels[i] = exp<kNarrowest>(splat<kNarrowest>(kernels[i]))[0];
    }
    for (int64_t phase = 0; phase < phases; ++phase) {
        float sum = 0;
        for (int64_t t = phase; t < count; t += phases) {
            sum += kernels[t];
        }
        const float factor = 1 / sum;
        for (int64_t t = phase; t < count; t += phases) {
            kernels[t] *= factor;
        }
    }
}

template <class T>
void softmax_rows(const SafuBackward<T>& rows, int64_t begin, int64_t end) {
    const int64_t taps = rows.k * rows.k, phases = rows.scale * rows.scale;
    for (int64_t p = begin * rows.width; p < end * rows.width; ++p) {
        const int64_t at = p * taps * phases;
        softmax_pixel(rows.logits + at, taps, phases, rows.kernels + at);
    }
}

/// dL/dlogits from dL/dkernels, in place: g' = K (g - sum over taps of K g).
void through_softmax(const float* kernels, int64_t taps, int64_t phases, float* grad) {
    for (int64_t phase = 0; phase < phases; ++phase) {
        float mean = 0;
        for (int64_t t = phase; t < taps * phases; t += phases) {
            mean += kernels[t] * grad[t];
        }
        for (int64_t t = phase; t < taps * phases; t += phases) {
            grad[t] = kernels[t] * (grad[t] - mean);
        }
    }
}

/// sums[p] += feature . gradients[p] over all channels.
template <int Phases, class T>
TESSERA_INLINE void dot_products(const T* feature,
                                 const T* const (&gradients)[Phases],
                                 int64_t channels,
                                 float* sums) {
    constexpr int lanes = kWidth < 8 ? 4 : kWidth;
    Float<lanes> total[Phases] = {};
    int64_t c = 0;
    for (; c + lanes <= channels; c += lanes) {
        const Float<lanes> f = load<lanes>(feature + c);
        for (int p = 0; p < Phases; ++p) {
            total[p] += f * load<lanes>(gradients[p] + c);
        }
    }
    Float<8> rest[Phases] = {};
    if constexpr (lanes == 16) {
        if (c < channels) {
            const Float<8> f = load<8>(feature + c);
            for (int p = 0; p < Phases; ++p) {
                rest[p] = f * load<8>(gradients[p] + c);
            }
        }
    }
    for (int p = 0; p < Phases; ++p) {
        sums[p] = sum_lanes<lanes>(total[p]);
        if constexpr (lanes == 16) {
            sums[p] += sum_lanes<8>(rest[p]);
        }
    }
}

/// The gradients of outputs first to first + Phases - 1 of a source pixel, over every tap in the
/// map.
template <int Phases, class T>
TESSERA_INLINE void phase_kernels(
    const SafuBackward<T>& rows, int64_t row, int64_t x, int64_t first, float* grad_kernels) {
    const int64_t y = row % rows.height, half = rows.k / 2, phases = rows.scale * rows.scale;
    const T* gradients[Phases];
    for (int p = 0; p < Phases; ++p) {
        const int64_t dy = (first + p) / rows.scale, dx = (first + p) % rows.scale;
        gradients[p] = rows.grad_output +
                       ((row * rows.scale + dy) * rows.width * rows.scale + x * rows.scale + dx) *
                           rows.channels;
    }
    for (int64_t m = larger(0, half - y); m < smaller(rows.k, rows.height + half - y); ++m) {
        const T* line = rows.features + (row + m - half) * rows.width * rows.channels;
        for (int64_t n = larger(0, half - x); n < smaller(rows.k, rows.width + half - x); ++n) {
            dot_products(line + (x + n - half) * rows.channels,
                         gradients,
                         rows.channels,
                         grad_kernels + (m * rows.k + n) * phases + first);
        }
    }
}

template <class T>
void kernel_rows(const SafuBackward<T>& rows, int64_t begin, int64_t end) {
    const int64_t taps = rows.k * rows.k, phases = rows.scale * rows.scale;
    for (int64_t row = begin; row < end; ++row) {
        for (int64_t x = 0; x < rows.width; ++x) {
            const int64_t at = (row * rows.width + x) * taps * phases;
            float* grad = rows.grad_kernels + at;
            for (int64_t i = 0; i < taps * phases; ++i) {
                grad[i] = 0;
            }
            int64_t phase = 0;
            for (; phase + 4 <= phases; phase += 4) {
                phase_kernels<4>(rows, row, x, phase, grad);
            }
            for (; phase < phases; ++phase) {
                phase_kernels<1>(rows, row, x, phase, grad);
            }
            if (rows.logits != nullptr) {
                through_softmax(rows.kernels + at, taps, phases, grad);
            }
        }
    }
}

/// The outputs of one source pixel q, weighed by one tap: `Vectors` times W channels. Two sums take
/// turns, because an addition waits for the one before it.
template <int W, int Vectors>
struct Gathered {
    Float<W> sums[2][Vectors] = {};

    template <class T>
    TESSERA_INLINE void add(const T* gradient, float kernel, int turn) {
        for (int v = 0; v < Vectors; ++v) {
            sums[turn][v] += kernel * load<W>(gradient + v * W);
        }
    }
};

/// A block of channels of source pixel x: output (q, phase) was fed by pixel q + tap - k/2, so x
/// takes from every q in its window by tap x - q + k/2.
template <int W, int Vectors, class T>
TESSERA_INLINE void feature_block(const SafuBackward<T>& rows,
                                  int64_t row,
                                  int64_t x,
                                  int64_t channel) {
    const int64_t y = row % rows.height, half = rows.k / 2, scale = rows.scale;
    const int64_t phases = scale * scale, taps = rows.k * rows.k;
    const int64_t top = larger(0, y + half - rows.height + 1),
                  bottom = smaller(rows.k, y + half + 1);
    const int64_t left = larger(0, x + half - rows.width + 1),
                  right = smaller(rows.k, x + half + 1);
    const int64_t line = rows.width * scale * rows.channels;
    Gathered<W, Vectors> gathered;
    for (int64_t m = top; m < bottom; ++m) {
        const int64_t from = row + half - m;  // q's row
        for (int64_t n = left; n < right; ++n) {
            const int64_t q = x + half - n;
            const float* kernels =
                rows.kernels + ((from * rows.width + q) * taps + m * rows.k + n) * phases;
            const T* gradient =
                rows.grad_output + from * scale * line + q * scale * rows.channels + channel;
            for (int64_t dy = 0; dy < scale; ++dy, gradient += line, kernels += scale) {
                int64_t dx = 0;
                for (; dx + 2 <= scale; dx += 2) {
                    gathered.add(gradient + dx * rows.channels, kernels[dx], 0);
                    gathered.add(gradient + (dx + 1) * rows.channels, kernels[dx + 1], 1);
                }
                if (dx < scale) {
                    gathered.add(gradient + dx * rows.channels, kernels[dx], 0);
                }
            }
        }
    }
    T* to = rows.grad_features + (row * rows.width + x) * rows.channels + channel;
    for (int v = 0; v < Vectors; ++v) {
        store<W>(to + v * W, gathered.sums[0][v] + gathered.sums[1][v]);
    }
}

template <class T>
void feature_rows(const SafuBackward<T>& rows, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
        for (int64_t x = 0; x < rows.width; ++x) {
            int64_t c = 0;
            if constexpr (kWidth == 16) {
                for (; c + 64 <= rows.channels; c += 64) {
                    feature_block<16, 4>(rows, row, x, c);
                }
                for (; c + 32 <= rows.channels; c += 32) {
                    feature_block<16, 2>(rows, row, x, c);
                }
            }
            if constexpr (kWidth >= 8) {
                for (; c + 16 <= rows.channels; c += 16) {
                    feature_block<8, 2>(rows, row, x, c);
                }
            }
            for (; c < rows.channels; c += 8) {
                feature_block<4, 2>(rows, row, x, c);
            }
        }
    }
}

}  // namespace

void safu_softmax(const SafuBackward<float>& rows, int64_t begin, int64_t end) {
    softmax_rows(rows, begin, end);
}

void safu_softmax(const SafuBackward<Bfloat16>& rows, int64_t begin, int64_t end) {
    softmax_rows(rows, begin, end);
}

void safu_kernel_gradient(const SafuBackward<float>& rows, int64_t begin, int64_t end) {
    kernel_rows(rows, begin, end);
}

void safu_kernel_gradient(const SafuBackward<Bfloat16>& rows, int64_t begin, int64_t end) {
    kernel_rows(rows, begin, end);
}

void safu_feature_gradient(const SafuBackward<float>& rows, int64_t begin, int64_t end) {
    feature_rows(rows, begin, end);
}

void safu_feature_gradient(const SafuBackward<Bfloat16>& rows, int64_t begin, int64_t end) {
    feature_rows(rows, begin, end);
}

}  // namespace tessera::kernels::TESSERA_ISA
