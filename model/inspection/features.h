// Class-specific features F_i = f' * M_i (Eq. 2), and which of their channels tell a class from the
// rest.
#pragma once

#include <cstdint>
#include <vector>

#include "model/inspection/insides.h"

namespace tessera {

/// How well one channel of f' tells a class's pixels from all others that have a class.
struct Separation {
    int64_t channel = 0;
    double fisher = 0;  ///< (m1 - m0)^2 / (v1 + v0) of means and variances inside and outside; 0
                        ///< where either side has no pixels
    double auc = 0.5;   ///< area under the ROC curve: the chance that a pixel of the class lies
                        ///< above one of the rest (a tie counts half); on 1024 bins of the range
};

/// Of all channels, by Fisher's ratio, best first; the area of the best `ranked` alone, which takes
/// longest. `decoder` as NetworkTraits::decoders has it. Needs Part::features.
std::vector<Separation> separations(const Insides& insides,
                                    uint16_t label,
                                    const std::string& decoder = {},
                                    size_t ranked = SIZE_MAX);

/// One channel of F_i, H,W: f' on the class's own pixels, 0 elsewhere.
std::vector<float> class_feature(const Insides& insides,
                                 uint16_t label,
                                 int64_t channel,
                                 const std::string& decoder = {});

}  // namespace tessera
