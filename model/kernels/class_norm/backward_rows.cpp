// The class norm's backward loops. A block of channels stays in registers over a run of pixels of
// one class, so that the tables are read and the sums are written once a run.
#include "model/kernels/class_norm/backward_rows.h"

#include "model/kernels/vector/lanes.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

/// Pixels whose channels stay in the first-level cache while block after block is read.
constexpr int64_t kChunk = 64;

/// The first pixel after `from` whose entry differs, at most `end`.
template <class T>
int64_t run_end(const ClassNormBackward<T>& norm, int64_t from, int64_t end) {
    if (norm.entry == nullptr) {
        return end;
    }
    int64_t p = from + 1;
    while (p < end && norm.entry[p] == norm.entry[from]) {
        ++p;
    }
    return p;
}

/// `Vectors` times W channels of everything that does not change from pixel to pixel.
template <int W, int Vectors>
struct Block {
    Float<W> strength[Vectors], mean[Vectors], factor[Vectors], offset[Vectors];
    Float<W> scale[Vectors], shift[Vectors];

    template <class T>
    TESSERA_INLINE Block(const ClassNormBackward<T>& norm, int64_t channel) {
        for (int v = 0; v < Vectors; ++v) {
            const int64_t c = channel + v * W;
            strength[v] = norm.noise != nullptr ? load<W>(norm.strength + c) : Float<W>{};
            factor[v] = load<W>(norm.factor + c);
            mean[v] = load<W>(norm.mean + c);
            offset[v] = -load<W>(norm.mean_rest + c) * factor[v];
        }
    }

    template <class T>
    TESSERA_INLINE void use_entry(const ClassNormBackward<T>& norm,
                                  int64_t entry,
                                  int64_t channel) {
        for (int v = 0; v < Vectors; ++v) {
            scale[v] = load<W>(norm.scale + entry * norm.channels + channel + v * W);
            shift[v] = load<W>(norm.shift + entry * norm.channels + channel + v * W);
        }
    }

    /// y at a pixel whose channels begin at `x`.
    template <class T>
    TESSERA_INLINE Float<W> normalised(const T* x, float noise, int v) const {
        return (load<W>(x + v * W) + strength[v] * noise - mean[v]) * factor[v] + offset[v];
    }

    /// The gradient that comes through the activation.
    template <class T>
    TESSERA_INLINE Float<W> gradient(const T* grad_output, Float<W> y, float slope, int v) const {
        const Float<W> g = load<W>(grad_output + v * W);
        return y * scale[v] + shift[v] > 0 ? g : g * slope;
    }
};

template <int W, int Vectors, class T>
TESSERA_INLINE void sum_block(
    const ClassNormBackward<T>& norm, int64_t channel, int64_t begin, int64_t end, float* sums) {
    Block<W, Vectors> block(norm, channel);
    for (int64_t p = begin; p < end;) {
        const int64_t entry = norm.entry != nullptr ? norm.entry[p] : 0;
        block.use_entry(norm, entry, channel);
        Float<W> sum[Vectors] = {}, sum_y[Vectors] = {};
        for (const int64_t last = run_end(norm, p, end); p < last; ++p) {
            const float noise = norm.noise != nullptr ? norm.noise[p] : 0;
            const int64_t at = p * norm.channels + channel;
            for (int v = 0; v < Vectors; ++v) {
                const Float<W> y = block.normalised(norm.x + at, noise, v);
                const Float<W> g = block.gradient(norm.grad_output + at, y, norm.slope, v);
                sum[v] += g;
                sum_y[v] += g * y;
            }
        }
        float* to = sums + entry * 2 * norm.channels + channel;
        for (int v = 0; v < Vectors; ++v) {
            store<W>(to + v * W, load<W>(to + v * W) + sum[v]);
            float* to_y = to + norm.channels + v * W;
            store<W>(to_y, load<W>(to_y) + sum_y[v]);
        }
    }
}

template <int W, int Vectors, class T>
TESSERA_INLINE void apply_block(const ClassNormBackward<T>& norm,
                                int64_t channel,
                                int64_t begin,
                                int64_t end,
                                float* strength_sums) {
    Block<W, Vectors> block(norm, channel);
    Float<W> mean[Vectors], mean_y[Vectors], noise_sum[Vectors] = {};
    for (int v = 0; v < Vectors; ++v) {
        mean[v] = load<W>(norm.mean_gradient + channel + v * W);
        mean_y[v] = load<W>(norm.mean_gradient_y + channel + v * W);
    }
    for (int64_t p = begin; p < end;) {
        block.use_entry(norm, norm.entry != nullptr ? norm.entry[p] : 0, channel);
        for (const int64_t last = run_end(norm, p, end); p < last; ++p) {
            const float noise = norm.noise != nullptr ? norm.noise[p] : 0;
            const int64_t at = p * norm.channels + channel;
            for (int v = 0; v < Vectors; ++v) {
                const Float<W> y = block.normalised(norm.x + at, noise, v);
                const Float<W> g = block.gradient(norm.grad_output + at, y, norm.slope, v);
                const Float<W> dx =
                    (g * block.scale[v] - mean[v] - y * mean_y[v]) * block.factor[v];
                store<W>(norm.grad_x + at + v * W, dx);
                noise_sum[v] += dx * noise;
            }
        }
    }
    if (norm.noise != nullptr) {
        for (int v = 0; v < Vectors; ++v) {
            float* to = strength_sums + channel + v * W;
            store<W>(to, load<W>(to) + noise_sum[v]);
        }
    }
}

struct Sum {
    template <int W, int Vectors, class T>
    static TESSERA_INLINE void block(
        const ClassNormBackward<T>& norm, int64_t c, int64_t begin, int64_t end, float* sums) {
        sum_block<W, Vectors>(norm, c, begin, end, sums);
    }
};

struct Apply {
    template <int W, int Vectors, class T>
    static TESSERA_INLINE void block(
        const ClassNormBackward<T>& norm, int64_t c, int64_t begin, int64_t end, float* sums) {
        apply_block<W, Vectors>(norm, c, begin, end, sums);
    }
};

/// Every channel of every pixel, chunk by chunk, in the widest blocks that fit.
template <class Do, class T>
void all_blocks(const ClassNormBackward<T>& norm, int64_t begin, int64_t end, float* sums) {
    for (int64_t p = begin; p < end; p += kChunk) {
        const int64_t last = smaller(p + kChunk, end);
        int64_t c = 0;
        if constexpr (kWidth == 16) {
            for (; c + 32 <= norm.channels; c += 32) {
                Do::template block<16, 2>(norm, c, p, last, sums);
            }
        }
        if constexpr (kWidth >= 8) {
            for (; c + 16 <= norm.channels; c += 16) {
                Do::template block<8, 2>(norm, c, p, last, sums);
            }
        }
        for (; c < norm.channels; c += 8) {
            Do::template block<4, 2>(norm, c, p, last, sums);
        }
    }
}

}  // namespace

void class_norm_sums(const ClassNormBackward<float>& norm,
                     int64_t begin,
                     int64_t end,
                     float* sums) {
    all_blocks<Sum>(norm, begin, end, sums);
}

void class_norm_sums(const ClassNormBackward<Bfloat16>& norm,
                     int64_t begin,
                     int64_t end,
                     float* sums) {
    all_blocks<Sum>(norm, begin, end, sums);
}

void class_norm_input_gradient(const ClassNormBackward<float>& norm,
                               int64_t begin,
                               int64_t end,
                               float* strength_sums) {
    all_blocks<Apply>(norm, begin, end, strength_sums);
}

void class_norm_input_gradient(const ClassNormBackward<Bfloat16>& norm,
                               int64_t begin,
                               int64_t end,
                               float* strength_sums) {
    all_blocks<Apply>(norm, begin, end, strength_sums);
}

}  // namespace tessera::kernels::TESSERA_ISA
