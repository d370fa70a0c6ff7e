// Mean and variance of a picture's channels out of the sums over its chunks, as forward and
// backward pass on the processor take them: to the last bit the same.
#pragma once

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/kernels/class_norm/running_moments.h"

namespace tessera::kernels {

/// Pixels that are summed in float before their sums are joined in double. Fixed, so that the
/// result does not depend on the number of threads.
inline constexpr int64_t kMomentsChunk = 256;

/// `sums` holds, a chunk of kMomentsChunk pixels after the other, what moments() gives of it: first
/// values, sums, squares, each `channels` long. The last chunk may be shorter.
inline std::vector<RunningMoments> joined_moments(const float* sums,
                                                  int64_t pixels,
                                                  int64_t channels) {
    std::vector<RunningMoments> joined(static_cast<size_t>(channels));
    constexpr int64_t grain = 16;  // channels: fewer are not worth waking a thread for
    at::parallel_for(0, channels, grain, [&](int64_t begin, int64_t end) {
        const float* from = sums;
        for (int64_t first = 0; first < pixels; first += kMomentsChunk, from += 3 * channels) {
            const auto count = static_cast<double>(std::min(kMomentsChunk, pixels - first));
            for (int64_t c = begin; c < end; ++c) {
                joined[static_cast<size_t>(c)].join(
                    from[c], from[channels + c], from[2 * channels + c], count);
            }
        }
    });
    return joined;
}

}  // namespace tessera::kernels
