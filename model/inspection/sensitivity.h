// Which label pixels a photo's pixel depends on: its gradient through the whole network.
#pragma once

#include <atomic>
#include <vector>

#include "model/inspection/insides.h"

namespace tessera {

/// With g_n(q) the derivative of the pinned pixel's intensity, 0 to 1, with regard to how much of
/// pixel q is class n instead of nothing; absolute values are means over the three colours.
struct Sensitivity {
    std::vector<float> repaint;  ///< H,W: max over n of |g_n - g_own|, the largest change to first
                                 ///< order that painting another class there makes; where there is
                                 ///< void, of |g_n|
    std::vector<double> of_class;  ///< N: the sum over pixels of |g_n|
};

/// Of pixel (y, x) of the render. Runs the network anew on the processor in float32, then back,
/// once a colour: some hundred times the memory of the picture. Nothing needs to be kept. Throws
/// Cancelled when that is set meanwhile, std::out_of_range, std::runtime_error where memory is too
/// small.
Sensitivity sensitivity(const Insides& insides,
                        int64_t y,
                        int64_t x,
                        const std::atomic<bool>* cancelled = nullptr);

}  // namespace tessera
