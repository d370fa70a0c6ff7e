// Runs a CUDA kernel's steps on the processor, every thread of every block, as launch() does on a
// GPU.
#pragma once

#include <limits>
#include <vector>

#include "model/kernels/cuda/host_device.h"

namespace tessera::test {

template <class Args, void (*... kSteps)(const Args&, int64_t, int, float*)>
void run_on_host(const Args& args, const kernels::LaunchShape& shape) {
    for (int64_t block = 0; block < shape.blocks; ++block) {
        // What a block never wrote must not be read.
        std::vector<float> shared(shape.shared_floats, std::numeric_limits<float>::quiet_NaN());
        const auto run = [&](auto step) {
            for (int thread = 0; thread < shape.threads; ++thread) {
                step(args, block, thread, shared.data());
            }
        };
        (run(kSteps), ...);
    }
}

}  // namespace tessera::test
