// The stem's convolution on the GPU.
#include "model/kernels/cuda/launch.h"
#include "model/kernels/label_conv/label_threads.h"

namespace tessera::kernels {

const char* launch_label_conv(const LabelConvThreads<float>& args, void* stream) {
    return launch<LabelConvThreads<float>, label_conv_thread<float>>(
        args, label_conv_shape(args), stream);
}

const char* launch_label_conv(const LabelConvThreads<Bfloat16>& args, void* stream) {
    return launch<LabelConvThreads<Bfloat16>, label_conv_thread<Bfloat16>>(
        args, label_conv_shape(args), stream);
}

}  // namespace tessera::kernels
