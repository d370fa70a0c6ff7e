// Runs a CUDA kernel's steps on the processor, every thread of every block, as launch() does on a
// GPU.
#pragma once

#include <limits>
#include <vector>

#include "model/kernels/cuda/host_device.h"

namespace tessera::test {

/// The step is a template argument and no value: it is always inlined, which a call through a
/// pointer allows only where the optimiser sees through it.
template <class Args, void (*kStep)(const Args&, int64_t, int, float*)>
void run_step(const Args& args, int64_t block, int threads, float* shared) {
    for (int thread = 0; thread < threads; ++thread) {
        kStep(args, block, thread, shared);
    }
}

template <class Args, void (*... kSteps)(const Args&, int64_t, int, float*)>
void run_on_host(const Args& args, const kernels::LaunchShape& shape) {
    for (int64_t block = 0; block < shape.blocks; ++block) {
        // What a block never wrote must not be read.
        std::vector<float> shared(shape.shared_floats, std::numeric_limits<float>::quiet_NaN());
        (run_step<Args, kSteps>(args, block, shape.threads, shared.data()), ...);
    }
}

}  // namespace tessera::test
