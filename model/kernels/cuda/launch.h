// Starting a kernel whose work is a list of steps, functions of (block, thread, shared memory) with
// a barrier between each two. For .cu files.
#pragma once

#include <cuda_runtime.h>

#include "model/kernels/cuda/host_device.h"

namespace tessera::kernels {

template <class Args, void (*... kSteps)(const Args&, int64_t, int, float*)>
__global__ void run_steps(Args args) {
    extern __shared__ float shared[];
    ((kSteps(args, blockIdx.x, static_cast<int>(threadIdx.x), shared), __syncthreads()), ...);
}

/// Null, or what CUDA says is wrong.
template <class Args, void (*... kSteps)(const Args&, int64_t, int, float*)>
const char* launch(const Args& args, const LaunchShape& shape, void* stream) {
    run_steps<Args, kSteps...><<<static_cast<unsigned>(shape.blocks),
                                 static_cast<unsigned>(shape.threads),
                                 static_cast<size_t>(shape.shared_floats) * sizeof(float),
                                 static_cast<cudaStream_t>(stream)>>>(args);
    const cudaError_t error = cudaGetLastError();
    return error == cudaSuccess ? nullptr : cudaGetErrorString(error);
}

}  // namespace tessera::kernels
