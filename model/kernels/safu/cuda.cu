// SAFU and its gradients on the GPU.
#include "model/kernels/cuda/launch.h"
#include "model/kernels/safu/backward_threads.h"
#include "model/kernels/safu/safu_threads.h"

namespace tessera::kernels {
namespace {

template <class T>
const char* start(const SafuThreads<T>& args, void* stream) {
    return launch<SafuThreads<T>, safu_load<T>, safu_softmax<T>, safu_accumulate<T>>(
        args, safu_shape(args), stream);
}

template <class T>
const char* start_backward(const SafuBackward<T>& args, void* stream) {
    using Args = SafuBackward<T>;
    const bool of_logits = args.logits != nullptr;
    const char* error = nullptr;
    if (of_logits) {
        error = launch<Args, softmax_of_output<T>>(args, output_shape(args), stream);
    }
    if (error == nullptr && args.grad_kernels != nullptr) {
        error = launch<Args, gradient_of_weight<T>>(args, weight_shape(args), stream);
        if (error == nullptr && of_logits) {
            error = launch<Args, through_softmax<T>>(args, output_shape(args), stream);
        }
    }
    if (error == nullptr && args.grad_features != nullptr) {
        error = launch<Args, gradient_of_feature<T>>(args, feature_shape(args), stream);
    }
    return error;
}

}  // namespace

const char* launch_safu_backward(const SafuBackward<float>& args, void* stream) {
    return start_backward(args, stream);
}

const char* launch_safu_backward(const SafuBackward<Bfloat16>& args, void* stream) {
    return start_backward(args, stream);
}

const char* launch_safu(const SafuThreads<float>& args, void* stream) {
    return start(args, stream);
}

const char* launch_safu(const SafuThreads<Bfloat16>& args, void* stream) {
    return start(args, stream);
}

}  // namespace tessera::kernels
