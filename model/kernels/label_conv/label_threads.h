// The stem's convolution as the threads of a GPU compute it: one thread an output element.
#pragma once

#include "model/kernels/cuda/host_device.h"

namespace tessera::kernels {

/// T is float or Bfloat16.
template <class T>
struct LabelConvThreads {
    const int32_t* labels;  ///< batch,height,width
    const T* weight;        ///< classes,k,k,channels
    const T* bias;          ///< channels; null: none
    T* output;              ///< batch,height,width,channels
    int64_t batch, height, width, channels, classes, k;
};

constexpr int kLabelConvThreads = 256;

template <class T>
LaunchShape label_conv_shape(const LabelConvThreads<T>& a) {
    return {
        div_up(a.batch * a.height * a.width * a.channels, kLabelConvThreads), kLabelConvThreads, 0};
}

template <class T>
TESSERA_HOST_DEVICE void label_conv_thread(const LabelConvThreads<T>& a,
                                           int64_t block,
                                           int thread,
                                           float* /*shared*/) {
    const int64_t i = block * kLabelConvThreads + thread;
    const int64_t pixel = i / a.channels, channel = i % a.channels;
    if (pixel >= a.batch * a.height * a.width) {
        return;
    }
    const int64_t x = pixel % a.width, y = pixel / a.width % a.height;
    const int64_t top = pixel / a.width - y;
    float sum = a.bias != nullptr ? read(a.bias + channel) : 0;
    for (int64_t m = 0; m < a.k; ++m) {
        const int64_t row = top + mirror(y + m - a.k / 2, a.height);
        for (int64_t n = 0; n < a.k; ++n) {
            const int64_t label = a.labels[row * a.width + mirror(x + n - a.k / 2, a.width)];
            if (label >= 0 && label < a.classes) {
                sum += read(a.weight + ((label * a.k + m) * a.k + n) * a.channels + channel);
            }
        }
    }
    write(a.output + i, sum);
}

/// Null, or what is wrong.
const char* launch_label_conv(const LabelConvThreads<float>& args, void* stream);
const char* launch_label_conv(const LabelConvThreads<Bfloat16>& args, void* stream);

}  // namespace tessera::kernels
