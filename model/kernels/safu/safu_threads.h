// SAFU as the threads of a GPU compute it: a block takes a few source pixels, brings their kernels
// into shared memory, normalises them there if they are logits, and sums over channels.
#pragma once

#include "model/kernels/cuda/host_device.h"

namespace tessera::kernels {

/// As SafuRows, with the pixels shared out to blocks. T is float or Bfloat16.
template <class T>
struct SafuThreads {
    const T* features;  ///< batch,height,width,channels, dense
    T* output;          ///< batch,height*scale,width*scale,channels, dense
    int64_t batch, height, width, channels, k, scale;

    /// Either kernels with any strides ...
    const T* kernels;
    int64_t batch_stride, tap_stride, row_stride, column_stride;

    /// ... or logits, batch,height,width,k*k*scale*scale, dense.
    const T* logits;
    T* kernels_out;  ///< batch,height*scale,width*scale,k*k, dense; null: nowhere

    TESSERA_HOST_DEVICE int64_t taps() const { return k * k; }
    TESSERA_HOST_DEVICE int64_t phases() const { return scale * scale; }
    TESSERA_HOST_DEVICE int64_t pixels() const { return batch * height * width; }
    /// Source pixels of a block: as many as leave its shared memory below 32 KiB, at most 8.
    TESSERA_HOST_DEVICE int64_t pixels_in_block() const {
        const int64_t fit = 8192 / (taps() * phases());
        return fit < 1 ? 1 : least(fit, 8);
    }
    /// Where an output pixel (phase of a source pixel) lies among all output pixels.
    TESSERA_HOST_DEVICE int64_t target(int64_t pixel, int64_t phase) const {
        const int64_t row = pixel / width * scale + phase / scale;
        return row * width * scale + pixel % width * scale + phase % scale;
    }
};

constexpr int kSafuThreads = 128;

template <class T>
LaunchShape safu_shape(const SafuThreads<T>& args) {
    const int64_t pixels = args.pixels_in_block();
    return {div_up(args.pixels(), pixels), kSafuThreads, pixels * args.taps() * args.phases()};
}

/// Step 1: shared[pixel of the block][tap][phase] = kernel or logit.
template <class T>
TESSERA_HOST_DEVICE void safu_load(const SafuThreads<T>& a,
                                   int64_t block,
                                   int thread,
                                   float* shared) {
    const int64_t size = a.taps() * a.phases(), first = block * a.pixels_in_block();
    const int64_t count = least(a.pixels_in_block(), a.pixels() - first) * size;
    for (int64_t i = thread; i < count; i += kSafuThreads) {
        if (a.logits != nullptr) {
            shared[i] = read(a.logits + first * size + i);
            continue;
        }
        const int64_t pixel = first + i / size, tap = i % size / a.phases(), phase = i % a.phases();
        const int64_t y = pixel / a.width % a.height * a.scale + phase / a.scale;
        const int64_t x = pixel % a.width * a.scale + phase % a.scale;
        shared[i] = read(a.kernels + pixel / (a.height * a.width) * a.batch_stride +
                         tap * a.tap_stride + y * a.row_stride + x * a.column_stride);
    }
}

/// Step 2: the softmax over the taps of each phase; nothing to do for kernels.
template <class T>
TESSERA_HOST_DEVICE void safu_softmax(const SafuThreads<T>& a,
                                      int64_t block,
                                      int thread,
                                      float* shared) {
    const int64_t first = block * a.pixels_in_block();
    const int64_t count = least(a.pixels_in_block(), a.pixels() - first) * a.phases();
    for (int64_t i = a.logits != nullptr ? thread : count; i < count; i += kSafuThreads) {
        const int64_t pixel = i / a.phases(), phase = i % a.phases();
        float* values = shared + pixel * a.taps() * a.phases() + phase;
        float most = values[0], sum = 0;
        for (int64_t tap = 1; tap < a.taps(); ++tap) {
            most = fmaxf(most, values[tap * a.phases()]);
        }
        for (int64_t tap = 0; tap < a.taps(); ++tap) {
            values[tap * a.phases()] = expf(values[tap * a.phases()] - most);
            sum += values[tap * a.phases()];
        }
        for (int64_t tap = 0; tap < a.taps(); ++tap) {
            values[tap * a.phases()] /= sum;
            if (a.kernels_out != nullptr) {
                write(a.kernels_out + a.target(first + pixel, phase) * a.taps() + tap,
                      values[tap * a.phases()]);
            }
        }
    }
}

/// Sums `kPhases` outputs of a source pixel at a channel; `weights` are those of the first phase.
template <int kPhases, class T>
TESSERA_HOST_DEVICE void safu_sum(
    const SafuThreads<T>& a, int64_t pixel, int64_t channel, int64_t phase, const float* weights) {
    const int64_t half = a.k / 2, x = pixel % a.width, y = pixel / a.width % a.height;
    float sums[kPhases] = {};
    for (int64_t m = 0; m < a.k; ++m) {
        for (int64_t n = 0; n < a.k; ++n) {
            const int64_t row = y + m - half, column = x + n - half;
            if (row < 0 || row >= a.height || column < 0 || column >= a.width) {
                continue;
            }
            const int64_t source = pixel + (m - half) * a.width + n - half;
            const float feature = read(a.features + source * a.channels + channel);
            for (int p = 0; p < kPhases; ++p) {
                sums[p] += feature * weights[(m * a.k + n) * a.phases() + p];
            }
        }
    }
    for (int p = 0; p < kPhases; ++p) {
        write(a.output + a.target(pixel, phase + p) * a.channels + channel, sums[p]);
    }
}

/// Step 3: neighbouring threads take neighbouring channels.
template <class T>
TESSERA_HOST_DEVICE void safu_accumulate(const SafuThreads<T>& a,
                                         int64_t block,
                                         int thread,
                                         float* shared) {
    const int64_t first = block * a.pixels_in_block();
    const int64_t count = least(a.pixels_in_block(), a.pixels() - first) * a.channels;
    for (int64_t i = thread; i < count; i += kSafuThreads) {
        const int64_t pixel = i / a.channels, channel = i % a.channels;
        const float* weights = shared + pixel * a.taps() * a.phases();
        int64_t phase = 0;
        for (; phase + 4 <= a.phases(); phase += 4) {
            safu_sum<4>(a, first + pixel, channel, phase, weights + phase);
        }
        for (; phase < a.phases(); ++phase) {
            safu_sum<1>(a, first + pixel, channel, phase, weights + phase);
        }
    }
}

/// Starts all steps on a CUDA stream; null, or what is wrong.
const char* launch_safu(const SafuThreads<float>& args, void* stream);
const char* launch_safu(const SafuThreads<Bfloat16>& args, void* stream);

}  // namespace tessera::kernels
