// The norm as the threads of a GPU compute it, in three kernels: sums over chunks of pixels, tables
// of scale and shift, and the pass that applies them.
#pragma once

#include "model/kernels/class_norm/noise_bits.h"
#include "model/kernels/class_norm/running_moments.h"
#include "model/kernels/cuda/host_device.h"

namespace tessera::kernels {

/// T is float or Bfloat16; what is float here is float whatever T is.
template <class T>
struct NormThreads {
    const T* x;         ///< batch,height,width,channels, as residual and y
    const T* residual;  ///< null: none
    T* y;
    int64_t batch, height, width, channels, classes;
    const float* strength;  ///< by channel; null: no noise
    uint32_t noise_seed, noise_level;
    const int32_t* labels;  ///< batch,height,width; null: every pixel is void
    const float* gamma;     ///< classes,channels, as beta
    const float* beta;
    const float* style_scale;  ///< batch,channels, as style_shift; null: none
    const float* style_shift;
    bool relu;
    double eps;
    float* moments;  ///< batch,chunks,3,channels: first, sum, square
    float* means;    ///< batch,channels
    float* tables;   ///< batch,classes+1,2,channels: scale, shift; the last row is void's

    TESSERA_HOST_DEVICE int64_t pixels() const { return height * width; }
    TESSERA_HOST_DEVICE int64_t chunks() const { return div_up(pixels(), kChunk); }
    TESSERA_HOST_DEVICE int64_t channel_tiles() const { return div_up(channels, 32); }

    /// x + strength * noise at a pixel of a picture.
    TESSERA_HOST_DEVICE float noisy(int64_t picture, int64_t pixel, int64_t channel) const {
        const float value = read(x + (picture * pixels() + pixel) * channels + channel);
        if (strength == nullptr) {
            return value;
        }
        const uint32_t row = static_cast<uint32_t>(pixel / width);
        const uint32_t column = static_cast<uint32_t>(pixel % width);
        const uint32_t key = noise_row_key(noise_seed, noise_level, row);
        return value + strength[channel] * noise_value(column + key);
    }

    static constexpr int64_t kChunk = 1024;  ///< pixels summed in float
};

constexpr int kNormThreads = 256;

/// A block sums 32 channels of a chunk, 8 pixels at a time.
template <class T>
LaunchShape moments_shape(const NormThreads<T>& a) {
    return {a.batch * a.chunks() * a.channel_tiles(), kNormThreads, kNormThreads * 2};
}

/// Where a thread of the first kernel works.
template <class T>
struct MomentsPlace {
    int64_t channel, chunk, picture, begin, end;

    TESSERA_HOST_DEVICE MomentsPlace(const NormThreads<T>& a, int64_t block, int thread)
        : channel(block % a.channel_tiles() * 32 + thread % 32),
          chunk(block / a.channel_tiles() % a.chunks()),
          picture(block / a.channel_tiles() / a.chunks()),
          begin(chunk * a.kChunk),
          end(least(begin + a.kChunk, a.pixels())) {}
};

/// Kernel 1, step 1: each thread's own pixels.
template <class T>
TESSERA_HOST_DEVICE void sum_pixels(const NormThreads<T>& a,
                                    int64_t block,
                                    int thread,
                                    float* shared) {
    const MomentsPlace<T> place(a, block, thread);
    if (place.channel >= a.channels) {
        return;
    }
    const float first = a.noisy(place.picture, place.begin, place.channel);
    float sum = 0, square = 0;
    for (int64_t pixel = place.begin + thread / 32; pixel < place.end; pixel += kNormThreads / 32) {
        const float distance = a.noisy(place.picture, pixel, place.channel) - first;
        sum += distance;
        square += distance * distance;
    }
    shared[thread * 2] = sum;
    shared[thread * 2 + 1] = square;
}

/// Kernel 1, step 2: the first 32 threads join them.
template <class T>
TESSERA_HOST_DEVICE void join_pixels(const NormThreads<T>& a,
                                     int64_t block,
                                     int thread,
                                     float* shared) {
    const MomentsPlace<T> place(a, block, thread);
    if (thread >= 32 || place.channel >= a.channels) {
        return;
    }
    float sum = 0, square = 0;
    for (int i = thread; i < kNormThreads; i += 32) {
        sum += shared[i * 2];
        square += shared[i * 2 + 1];
    }
    float* to = a.moments + (place.picture * a.chunks() + place.chunk) * 3 * a.channels;
    to[place.channel] = a.noisy(place.picture, place.begin, place.channel);
    to[a.channels + place.channel] = sum;
    to[2 * a.channels + place.channel] = square;
}

template <class T>
LaunchShape tables_shape(const NormThreads<T>& a) {
    return {div_up(a.batch * a.channels, 32), 32, 0};
}

/// Kernel 2: a thread a channel of a picture.
template <class T>
TESSERA_HOST_DEVICE void fill_tables(const NormThreads<T>& a,
                                     int64_t block,
                                     int thread,
                                     float* /*shared*/) {
    const int64_t i = block * 32 + thread, picture = i / a.channels, channel = i % a.channels;
    if (picture >= a.batch) {
        return;
    }
    RunningMoments running;
    for (int64_t chunk = 0; chunk < a.chunks(); ++chunk) {
        const float* from = a.moments + (picture * a.chunks() + chunk) * 3 * a.channels + channel;
        const int64_t count = least(a.kChunk, a.pixels() - chunk * a.kChunk);
        running.join(from[0], from[a.channels], from[2 * a.channels], static_cast<double>(count));
    }
    a.means[i] = running.rounded_mean();
    const float styled = a.style_scale != nullptr ? 1 + a.style_scale[i] : 1;
    const float shifted = a.style_shift != nullptr ? a.style_shift[i] : 0;
    const float normalising = running.scale(a.eps);
    float* to = a.tables + picture * (a.classes + 1) * 2 * a.channels + channel;
    for (int64_t row = 0; row <= a.classes; ++row, to += 2 * a.channels) {
        const float gamma = row < a.classes ? a.gamma[row * a.channels + channel] : 1;
        const float beta = row < a.classes ? a.beta[row * a.channels + channel] : 0;
        to[0] = normalising * gamma * styled;
        to[a.channels] = beta * styled + shifted - running.mean_rest() * to[0];
    }
}

template <class T>
LaunchShape apply_shape(const NormThreads<T>& a) {
    return {div_up(a.batch * a.pixels() * a.channels, kNormThreads), kNormThreads, 0};
}

/// Kernel 3: a thread an element.
template <class T>
TESSERA_HOST_DEVICE void apply_tables(const NormThreads<T>& a,
                                      int64_t block,
                                      int thread,
                                      float* /*shared*/) {
    const int64_t i = block * kNormThreads + thread;
    const int64_t place = i / a.channels, channel = i % a.channels;
    const int64_t picture = place / a.pixels(), pixel = place % a.pixels();
    if (picture >= a.batch) {
        return;
    }
    const int64_t label = a.labels != nullptr ? a.labels[place] : a.classes;
    const int64_t row = label >= 0 && label < a.classes ? label : a.classes;
    const float* table = a.tables + (picture * (a.classes + 1) + row) * 2 * a.channels + channel;
    const float distance =
        a.noisy(picture, pixel, channel) - a.means[picture * a.channels + channel];
    float y = distance * table[0] + table[a.channels];
    if (a.relu && y < 0) {
        y = 0;
    }
    write(a.y + i, a.residual != nullptr ? y + read(a.residual + i) : y);
}

/// Starts the three kernels on a CUDA stream; null, or what is wrong.
const char* launch_class_norm(const NormThreads<float>& args, void* stream);
const char* launch_class_norm(const NormThreads<Bfloat16>& args, void* stream);

}  // namespace tessera::kernels
