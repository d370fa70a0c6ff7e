// SAFU's gradients as the threads of a GPU compute them, in gather form as on the processor, so
// that no two threads write to one place: a thread a kernel's weight, a thread a feature.
#pragma once

#include "model/kernels/cuda/host_device.h"
#include "model/kernels/safu/backward.h"

namespace tessera::kernels {

constexpr int kSafuBackwardThreads = 256;

template <class T>
TESSERA_HOST_DEVICE int64_t source_pixels(const SafuBackward<T>& a) {
    return a.batch * a.height * a.width;
}

/// Kernels of one source pixel.
template <class T>
TESSERA_HOST_DEVICE int64_t kernel_size(const SafuBackward<T>& a) {
    return a.k * a.k * a.scale * a.scale;
}

/// Where the gradient of a source pixel's output `phase` lies.
template <class T>
TESSERA_HOST_DEVICE const T* output_gradient(const SafuBackward<T>& a,
                                             int64_t pixel,
                                             int64_t phase) {
    const int64_t row = pixel / a.width * a.scale + phase / a.scale;
    const int64_t column = pixel % a.width * a.scale + phase % a.scale;
    return a.grad_output + (row * a.width * a.scale + column) * a.channels;
}

/// The source pixel that lies at (rows, columns) from another, or -1 outside the map.
template <class T>
TESSERA_HOST_DEVICE int64_t
neighbour(const SafuBackward<T>& a, int64_t pixel, int64_t rows, int64_t columns) {
    const int64_t y = pixel / a.width % a.height + rows, x = pixel % a.width + columns;
    const bool inside = y >= 0 && y < a.height && x >= 0 && x < a.width;
    return inside ? pixel + rows * a.width + columns : -1;
}

/// A thread an output of a source pixel.
template <class T>
LaunchShape output_shape(const SafuBackward<T>& a) {
    return {div_up(source_pixels(a) * a.scale * a.scale, kSafuBackwardThreads),
            kSafuBackwardThreads,
            0};
}

/// Kernel 1, where logits are given: their softmax over the taps.
template <class T>
TESSERA_HOST_DEVICE void softmax_of_output(const SafuBackward<T>& a,
                                           int64_t block,
                                           int thread,
                                           float* /*shared*/) {
    const int64_t i = block * kSafuBackwardThreads + thread, phases = a.scale * a.scale;
    if (i >= source_pixels(a) * phases) {
        return;
    }
    const int64_t size = kernel_size(a), first = i / phases * size + i % phases;
    const T* logits = a.logits + first;
    float* kernels = a.kernels + first;
    float most = read(logits), sum = 0;
    for (int64_t t = phases; t < size; t += phases) {
        most = fmaxf(most, read(logits + t));
    }
    for (int64_t t = 0; t < size; t += phases) {
        kernels[t] = expf(read(logits + t) - most);
        sum += kernels[t];
    }
    for (int64_t t = 0; t < size; t += phases) {
        kernels[t] /= sum;
    }
}

/// A thread a kernel's weight.
template <class T>
LaunchShape weight_shape(const SafuBackward<T>& a) {
    return {
        div_up(source_pixels(a) * kernel_size(a), kSafuBackwardThreads), kSafuBackwardThreads, 0};
}

/// Kernel 2: dL/dkernels, the product of a feature and of an output's gradient over the channels.
/// Neighbouring threads share the feature and read the outputs beside each other.
template <class T>
TESSERA_HOST_DEVICE void gradient_of_weight(const SafuBackward<T>& a,
                                            int64_t block,
                                            int thread,
                                            float* /*shared*/) {
    const int64_t i = block * kSafuBackwardThreads + thread, phases = a.scale * a.scale;
    const int64_t pixel = i / kernel_size(a), tap = i % kernel_size(a) / phases;
    if (pixel >= source_pixels(a)) {
        return;
    }
    const int64_t source = neighbour(a, pixel, tap / a.k - a.k / 2, tap % a.k - a.k / 2);
    float sum = 0;
    if (source >= 0) {
        const T* feature = a.features + source * a.channels;
        const T* gradient = output_gradient(a, pixel, i % phases);
        for (int64_t c = 0; c < a.channels; ++c) {
            sum += read(feature + c) * read(gradient + c);
        }
    }
    a.grad_kernels[i] = sum;
}

/// Kernel 3, where logits are given: g' = K (g - sum over taps of K g), in place.
template <class T>
TESSERA_HOST_DEVICE void through_softmax(const SafuBackward<T>& a,
                                         int64_t block,
                                         int thread,
                                         float* /*shared*/) {
    const int64_t i = block * kSafuBackwardThreads + thread, phases = a.scale * a.scale;
    if (i >= source_pixels(a) * phases) {
        return;
    }
    const int64_t size = kernel_size(a), first = i / phases * size + i % phases;
    const float* kernels = a.kernels + first;
    float* gradient = a.grad_kernels + first;
    float mean = 0;
    for (int64_t t = 0; t < size; t += phases) {
        mean += kernels[t] * gradient[t];
    }
    for (int64_t t = 0; t < size; t += phases) {
        gradient[t] = kernels[t] * (gradient[t] - mean);
    }
}

/// A thread a feature.
template <class T>
LaunchShape feature_shape(const SafuBackward<T>& a) {
    return {div_up(source_pixels(a) * a.channels, kSafuBackwardThreads), kSafuBackwardThreads, 0};
}

/// Kernel 4: dL/df. Tap (m, n) of the pixel at (k/2 - m, k/2 - n) from this one reads this one.
/// Neighbouring threads take neighbouring channels.
template <class T>
TESSERA_HOST_DEVICE void gradient_of_feature(const SafuBackward<T>& a,
                                             int64_t block,
                                             int thread,
                                             float* /*shared*/) {
    const int64_t i = block * kSafuBackwardThreads + thread, phases = a.scale * a.scale;
    const int64_t pixel = i / a.channels, channel = i % a.channels;
    if (pixel >= source_pixels(a)) {
        return;
    }
    float sum = 0;
    for (int64_t tap = 0; tap < a.k * a.k; ++tap) {
        const int64_t reader = neighbour(a, pixel, a.k / 2 - tap / a.k, a.k / 2 - tap % a.k);
        if (reader < 0) {
            continue;
        }
        const float* kernels = a.kernels + reader * kernel_size(a) + tap * phases;
        for (int64_t phase = 0; phase < phases; ++phase) {
            sum += kernels[phase] * read(output_gradient(a, reader, phase) + channel);
        }
    }
    write(a.grad_features + i, sum);
}

/// Starts the kernels that are wanted on a CUDA stream; null, or what is wrong.
const char* launch_safu_backward(const SafuBackward<float>& args, void* stream);
const char* launch_safu_backward(const SafuBackward<Bfloat16>& args, void* stream);

}  // namespace tessera::kernels
