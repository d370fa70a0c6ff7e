// The look-up convolution's weight gradient: a run of pixels whose tap meets one label is summed in
// registers and added once.
#include "model/kernels/label_conv/backward_rows.h"

#include "model/kernels/vector/lanes.h"

namespace tessera::kernels::TESSERA_ISA {
namespace {

/// Adds W * 2 channels of `width` pixels to the entries of their labels.
template <int W, class T>
TESSERA_INLINE void add_runs(
    const int32_t* labels, const T* grad, int64_t width, int64_t channels, float* entries) {
    for (int64_t x = 0; x < width;) {
        const int32_t label = labels[x];
        Float<W> a = {}, b = {};
        for (; x < width && labels[x] == label; ++x) {
            a += load<W>(grad + x * channels);
            b += load<W>(grad + x * channels + W);
        }
        if (label >= 0) {
            float* to = entries + label * channels;
            store<W>(to, load<W>(to) + a);
            store<W>(to + W, load<W>(to + W) + b);
        }
    }
}

template <class T>
void add_rows(const LabelConvBackward<T>& rows, int64_t begin, int64_t end, float* grad_weight) {
    const int64_t border = rows.k / 2 * 2, channels = rows.channels;
    const int64_t columns = rows.width + border;
    for (int64_t row = begin; row < end; ++row) {
        const int64_t top = row / rows.height * (rows.height + border) + row % rows.height;
        const T* grad = rows.grad_output + row * rows.width * channels;
        for (int64_t tap = 0; tap < rows.k * rows.k; ++tap) {
            const int32_t* labels = rows.labels + (top + tap / rows.k) * columns + tap % rows.k;
            float* entries = grad_weight + tap * rows.classes * channels;
            int64_t c = 0;
            if constexpr (kWidth == 16) {
                for (; c + 32 <= channels; c += 32) {
                    add_runs<16>(labels, grad + c, rows.width, channels, entries + c);
                }
            }
            for (; c < channels; c += 8) {
                add_runs<4>(labels, grad + c, rows.width, channels, entries + c);
            }
        }
    }
}

}  // namespace

void label_conv_backward(const LabelConvBackward<float>& rows,
                         int64_t begin,
                         int64_t end,
                         float* grad_weight) {
    add_rows(rows, begin, end, grad_weight);
}

void label_conv_backward(const LabelConvBackward<Bfloat16>& rows,
                         int64_t begin,
                         int64_t end,
                         float* grad_weight) {
    add_rows(rows, begin, end, grad_weight);
}

}  // namespace tessera::kernels::TESSERA_ISA
