// SAFU on the GPU.
#include "model/kernels/cuda/launch.h"
#include "model/kernels/safu/safu_threads.h"

namespace tessera::kernels {
namespace {

template <class T>
const char* start(const SafuThreads<T>& args, void* stream) {
    return launch<SafuThreads<T>, safu_load<T>, safu_softmax<T>, safu_accumulate<T>>(
        args, safu_shape(args), stream);
}

}  // namespace

const char* launch_safu(const SafuThreads<float>& args, void* stream) {
    return start(args, stream);
}

const char* launch_safu(const SafuThreads<Bfloat16>& args, void* stream) {
    return start(args, stream);
}

}  // namespace tessera::kernels
