// Looks at the processor and the GPU, once, at run time.
#include "model/inference/device.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <stdexcept>

#ifdef TESSERA_CUDA
#include <cuda_runtime_api.h>
#endif

namespace tessera {
namespace {

[[noreturn]] void fail_without_gpu() {
#ifdef TESSERA_CUDA
    throw std::runtime_error("device cuda: no NVIDIA GPU was found; use the device cpu");
#else
    throw std::runtime_error(
        "device cuda: this build computes on the CPU only; use the device cpu, or build with CUDA");
#endif
}

std::string gpu_name() {
#ifdef TESSERA_CUDA
    cudaDeviceProp properties{};
    if (cudaGetDeviceProperties(&properties, 0) == cudaSuccess) {
        return properties.name;
    }
#endif
    return "CUDA GPU";
}

// What LibTorch would use for itself: OMP_NUM_THREADS, else the cores this process may run on.
// Asked once, before any engine changes it.
int all_threads() {
    static const int count = at::get_num_threads();
    return count;
}

}  // namespace

bool cpu_has_bfloat16() {
#if defined(__x86_64__) && defined(__GNUC__)
    return __builtin_cpu_supports("avx512bf16") != 0;  // processors with AMX have it, too
#else
    return false;
#endif
}

Device device_named(const std::string& name) {
    if (name == "auto") {
        return Device::automatic;
    }
    if (name != "cpu" && name != "cuda") {
        throw std::runtime_error("device " + name + ": must be one of auto cpu cuda");
    }
    return name == "cpu" ? Device::cpu : Device::cuda;
}

Place resolve_place(const EngineOptions& options) {
    if (options.threads < 0) {
        throw std::runtime_error("threads: " + std::to_string(options.threads) +
                                 " is negative; 0 means all");
    }
    if (options.device == Device::cuda && !at::hasCUDA()) {
        fail_without_gpu();
    }
    Place place;
    place.threads = options.threads > 0 ? options.threads : all_threads();
    const bool gpu = options.device != Device::cpu && at::hasCUDA();
    if (gpu) {
        place.device = c10::Device(c10::kCUDA, 0);
        place.name = gpu_name();
    } else {
        place.name =
            "CPU, " + std::to_string(place.threads) + (place.threads == 1 ? " thread" : " threads");
    }
    const bool brief = options.precision == Precision::bfloat16 ||
                       (options.precision == Precision::automatic && (gpu || cpu_has_bfloat16()));
    place.precision = brief ? Precision::bfloat16 : Precision::float32;
    place.type = brief ? c10::kBFloat16 : c10::kFloat;
    return place;
}

}  // namespace tessera
