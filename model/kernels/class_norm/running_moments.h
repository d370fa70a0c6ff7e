// Mean and variance, grown chunk by chunk; the same on the processor and the GPU.
#pragma once

#include "model/kernels/cuda/host_device.h"

namespace tessera::kernels {

/// Of the values seen so far. Sums in double, which join float sums of short chunks.
struct RunningMoments {
    double count = 0;
    double mean = 0;
    double squares = 0;  ///< of the distances from the mean

    /// Joins n values: `first` is one of them, `sum` and `square` the sums of (x - first) and
    /// (x - first)^2. Distances from a value of the chunk keep their digits whatever the mean is.
    TESSERA_HOST_DEVICE void join(float first, float sum, float square, double n) {
        const double share = n / (count + n);
        const double distance = first + sum / n - mean;
        const double spread = square - static_cast<double>(sum) * sum / n;
        mean += distance * share;
        squares += (spread > 0 ? spread : 0) + distance * distance * count * share;
        count += n;
    }

    TESSERA_HOST_DEVICE float rounded_mean() const { return static_cast<float>(mean); }
    /// What rounded_mean() lost: much, where the mean is large against the deviation.
    TESSERA_HOST_DEVICE float mean_rest() const {
        return static_cast<float>(mean - static_cast<double>(rounded_mean()));
    }
    /// 1 / sqrt(variance + eps)
    TESSERA_HOST_DEVICE float scale(double eps) const {
        return static_cast<float>(1 / sqrt(squares / count + eps));
    }
};

}  // namespace tessera::kernels
