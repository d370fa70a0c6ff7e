// The local generator on the GPU.
#include "model/kernels/cuda/launch.h"
#include "model/kernels/local_generator/local_threads.h"

namespace tessera::kernels {
namespace {

template <class T>
const char* start_count(const NearbyThreads<T>& args, void* stream) {
    return launch<NearbyThreads<T>, count_nearby<T>>(args, local_shape(args.pixels()), stream);
}

template <class T>
const char* start_draw(const NearbyThreads<T>& args, void* stream) {
    return launch<NearbyThreads<T>, draw_nearby<T>>(args, local_shape(args.pixels()), stream);
}

}  // namespace

const char* launch_count_nearby(const NearbyThreads<float>& args, void* stream) {
    return start_count(args, stream);
}

const char* launch_count_nearby(const NearbyThreads<Bfloat16>& args, void* stream) {
    return start_count(args, stream);
}

const char* launch_draw_nearby(const NearbyThreads<float>& args, void* stream) {
    return start_draw(args, stream);
}

const char* launch_draw_nearby(const NearbyThreads<Bfloat16>& args, void* stream) {
    return start_draw(args, stream);
}

const char* launch_merge_classes(const MergeThreads& args, void* stream) {
    const int64_t pixels = args.batch * args.height * args.width;
    return launch<MergeThreads, merge_classes>(args, local_shape(pixels), stream);
}

}  // namespace tessera::kernels
