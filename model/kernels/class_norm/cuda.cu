// The norm on the GPU.
#include "model/kernels/class_norm/norm_threads.h"
#include "model/kernels/cuda/launch.h"

namespace tessera::kernels {
namespace {

template <class T>
const char* start(const NormThreads<T>& args, void* stream) {
    using Args = NormThreads<T>;
    const char* error =
        launch<Args, sum_pixels<T>, join_pixels<T>>(args, moments_shape(args), stream);
    if (error == nullptr) {
        error = launch<Args, fill_tables<T>>(args, tables_shape(args), stream);
    }
    if (error == nullptr) {
        error = launch<Args, apply_tables<T>>(args, apply_shape(args), stream);
    }
    return error;
}

}  // namespace

const char* launch_class_norm(const NormThreads<float>& args, void* stream) {
    return start(args, stream);
}

const char* launch_class_norm(const NormThreads<Bfloat16>& args, void* stream) {
    return start(args, stream);
}

}  // namespace tessera::kernels
