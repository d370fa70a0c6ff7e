// Mean and variance of a picture's channels out of the sums over its chunks, as forward and
// backward pass on the processor take them: to the last bit the same.
#pragma once

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
    for (int64_t first = 0; first < pixels; first += kMomentsChunk, sums += 3 * channels) {
        const auto count = static_cast<double>(std::min(kMomentsChunk, pixels - first));
        for (int64_t c = 0; c < channels; ++c) {
            joined[static_cast<size_t>(c)].join(
                sums[c], sums[channels + c], sums[2 * channels + c], count);
        }
    }
    return joined;
}

}  // namespace tessera::kernels
