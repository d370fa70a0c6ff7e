// The class-sparse local generator as the threads of a GPU compute it, a thread a pixel. The
// classes near a pixel are counted first, so that what they draw lies in lists without gaps
// (entries first[p] to first[p+1]-1 of pixel p, as on the processor); then Eq. 4 or Eq. 5 reads the
// lists.
#pragma once

#include "model/kernels/cuda/host_device.h"

namespace tessera::kernels {

/// T is float or Bfloat16.
template <class T>
struct NearbyThreads {
    const T* features;      ///< batch,channels,height,width
    const int32_t* labels;  ///< batch,height,width
    const float* weight;    ///< classes,k,k,channels,3
    const float* bias;      ///< classes,3
    int64_t batch, height, width, channels, classes, k;
    int64_t* first;      ///< batch*height*width+1; first[p+1] is the count until it is summed up
    int32_t* near;       ///< by entry: the class
    float* differences;  ///< by entry, 3: P_i(p) - tanh(b_i)
    float* per_class;    ///< batch,classes,3,height,width, filled with tanh(b) already; or null

    TESSERA_HOST_DEVICE int64_t pixels() const { return batch * height * width; }

    /// The source pixel under a tap of an output pixel's window.
    TESSERA_HOST_DEVICE int64_t source(int64_t pixel, int64_t tap) const {
        const int64_t x = pixel % width, y = pixel / width % height, top = pixel / width - y;
        const int64_t row = top + mirror(y + tap / k - k / 2, height);
        return row * width + mirror(x + tap % k - k / 2, width);
    }

    /// The class at a tap, or -1.
    TESSERA_HOST_DEVICE int64_t label(int64_t pixel, int64_t tap) const {
        const int64_t value = labels[source(pixel, tap)];
        return value >= 0 && value < classes ? value : -1;
    }

    /// Whether a tap is the first of its class in the window.
    TESSERA_HOST_DEVICE bool leads(int64_t pixel, int64_t tap) const {
        const int64_t own = label(pixel, tap);
        if (own < 0) {
            return false;
        }
        for (int64_t earlier = 0; earlier < tap; ++earlier) {
            if (label(pixel, earlier) == own) {
                return false;
            }
        }
        return true;
    }
};

/// Entries that suffice for any labels: a window's pixels are of as many classes at most.
inline int64_t most_nearby(int64_t pixels, int64_t classes, int64_t k) {
    return pixels * least(classes, k * k);
}

constexpr int kLocalThreads = 128;

inline LaunchShape local_shape(int64_t pixels) {
    return {div_up(pixels, kLocalThreads), kLocalThreads, 0};
}

/// Kernel 1: how many classes are near.
template <class T>
TESSERA_HOST_DEVICE void count_nearby(const NearbyThreads<T>& a,
                                      int64_t block,
                                      int thread,
                                      float* /*shared*/) {
    const int64_t pixel = block * kLocalThreads + thread;
    if (pixel >= a.pixels()) {
        return;
    }
    int64_t count = 0;
    for (int64_t tap = 0; tap < a.k * a.k; ++tap) {
        count += a.leads(pixel, tap) ? 1 : 0;
    }
    a.first[pixel + 1] = count;
}

/// What the pixels of one class in the window make of its three colours, before tanh. Taps before
/// `leader` are of other classes.
template <class T>
TESSERA_HOST_DEVICE void draw_class(const NearbyThreads<T>& a,
                                    int64_t pixel,
                                    int64_t leader,
                                    float (&colours)[3]) {
    const int64_t own = a.label(pixel, leader), plane = a.height * a.width;
    for (int c = 0; c < 3; ++c) {
        colours[c] = a.bias[own * 3 + c];
    }
    for (int64_t tap = leader; tap < a.k * a.k; ++tap) {
        if (a.label(pixel, tap) != own) {
            continue;
        }
        const int64_t source = a.source(pixel, tap), picture = source / plane;
        const T* feature = a.features + picture * a.channels * plane + source % plane;
        const float* weight = a.weight + (own * a.k * a.k + tap) * a.channels * 3;
        for (int64_t channel = 0; channel < a.channels; ++channel) {
            const float value = read(feature + channel * plane);
            for (int c = 0; c < 3; ++c) {
                colours[c] += value * weight[channel * 3 + c];
            }
        }
    }
}

/// Kernel 2: what each class near a pixel draws there.
template <class T>
TESSERA_HOST_DEVICE void draw_nearby(const NearbyThreads<T>& a,
                                     int64_t block,
                                     int thread,
                                     float* /*shared*/) {
    const int64_t pixel = block * kLocalThreads + thread;
    if (pixel >= a.pixels()) {
        return;
    }
    const int64_t plane = a.height * a.width;
    int64_t entry = a.first[pixel];
    for (int64_t tap = 0; tap < a.k * a.k; ++tap) {
        if (!a.leads(pixel, tap)) {
            continue;
        }
        const int64_t own = a.label(pixel, tap);
        float colours[3];
        draw_class(a, pixel, tap, colours);
        for (int c = 0; c < 3; ++c) {
            const float drawn = tanhf(colours[c]);
            a.differences[entry * 3 + c] = drawn - tanhf(a.bias[own * 3 + c]);
            if (a.per_class != nullptr) {
                const int64_t picture = pixel / plane;
                a.per_class[((picture * a.classes + own) * 3 + c) * plane + pixel % plane] = drawn;
            }
        }
        a.near[entry] = static_cast<int32_t>(own);
        ++entry;
    }
}

/// Eq. 4 and 5 over the lists.
struct MergeThreads {
    const int64_t* first;
    const int32_t* near;
    const float* differences;
    int64_t batch, height, width;
    const float* far;   ///< Eq. 4: 3, the sum of tanh(b); Eq. 5: 9,3, what each tap adds of it
    const float* taps;  ///< Eq. 5: classes,9,3 inputs,3 outputs; null: Eq. 4
    const float* bias;  ///< Eq. 5: 3
    float* image;       ///< batch,height,width,3
};

/// Adds to `colours` what one pixel's classes send through a tap of Eq. 5's convolution.
TESSERA_HOST_DEVICE void send(const MergeThreads& a,
                              int64_t source,
                              int64_t tap,
                              float (&colours)[3]) {
    for (int c = 0; c < 3; ++c) {
        colours[c] += a.far[tap * 3 + c];
    }
    for (int64_t entry = a.first[source]; entry < a.first[source + 1]; ++entry) {
        for (int in = 0; in < 3; ++in) {
            const float* out = a.taps + ((a.near[entry] * int64_t{9} + tap) * 3 + in) * 3;
            for (int c = 0; c < 3; ++c) {
                colours[c] += a.differences[entry * 3 + in] * out[c];
            }
        }
    }
}

/// Kernel 3: Eq. 4 or Eq. 5 at a pixel. Outside the map Eq. 5 reads zeros.
TESSERA_HOST_DEVICE void merge_classes(const MergeThreads& a,
                                       int64_t block,
                                       int thread,
                                       float* /*shared*/) {
    const int64_t pixel = block * kLocalThreads + thread;
    if (pixel >= a.batch * a.height * a.width) {
        return;
    }
    float colours[3];
    for (int c = 0; c < 3; ++c) {
        colours[c] = a.taps != nullptr ? a.bias[c] : a.far[c];
    }
    if (a.taps == nullptr) {
        for (int64_t i = a.first[pixel] * 3; i < a.first[pixel + 1] * 3; ++i) {
            colours[i % 3] += a.differences[i];
        }
    } else {
        const int64_t x = pixel % a.width, y = pixel / a.width % a.height;
        for (int64_t tap = 0; tap < 9; ++tap) {
            const int64_t row = y + tap / 3 - 1, column = x + tap % 3 - 1;
            if (row >= 0 && row < a.height && column >= 0 && column < a.width) {
                send(a, pixel + (row - y) * a.width + column - x, tap, colours);
            }
        }
    }
    for (int c = 0; c < 3; ++c) {
        a.image[pixel * 3 + c] = a.taps != nullptr ? tanhf(colours[c]) : colours[c];
    }
}

/// Start a kernel on a CUDA stream; null, or what is wrong.
const char* launch_count_nearby(const NearbyThreads<float>& args, void* stream);
const char* launch_count_nearby(const NearbyThreads<Bfloat16>& args, void* stream);
const char* launch_draw_nearby(const NearbyThreads<float>& args, void* stream);
const char* launch_draw_nearby(const NearbyThreads<Bfloat16>& args, void* stream);
const char* launch_merge_classes(const MergeThreads& args, void* stream);

}  // namespace tessera::kernels
