// Who drew what: classes' own pictures, photos without some of them, fusion weights, and less of
// the network by the same weights.
#pragma once

#include <vector>

#include "model/inspection/insides.h"

namespace tessera {

/// Colours of a picture: 3,H,W in about [-1, 1].
using Planes = std::vector<float>;

/// I^l_gi of Eq. 3 for one class. Needs Part::class_outputs.
Planes class_output(const Insides& insides, uint16_t channel);

/// The photo as it would be with the outputs of these classes' generators replaced by zero:
/// the rest added up (Eq. 4), then fused as the model fuses. Needs Part::branches, class_outputs,
/// and weights where the model has them; runs no network. Throws std::runtime_error where the model
/// combines its classes by a convolution (Eq. 5).
Planes without_classes(const Insides& insides, const std::vector<uint16_t>& channels);

/// The same painting with less of the network (Table 9's steps, by the weights of the full model).
/// Needs Part::branches, and weights where the model has them.
struct Ablations {
    Planes global_only;  ///< I_g
    Planes added;        ///< I_g + I_l
    Planes averaged;     ///< (I_g + I_l) / 2
    Planes full;         ///< as rendered
};
Ablations ablations(const Insides& insides);

/// How the branches share the picture.
struct WeightSums {
    static constexpr size_t kBins = 50;
    std::vector<int64_t> histogram;  ///< kBins of W_l from 0 to 1, pixels
    double mean = 0;                 ///< of W_l
    std::vector<double> of_class;  ///< mean of W_l over each channel's pixels; 0 where it has none
};

/// Needs Part::weights.
WeightSums weight_sums(const Insides& insides);

/// Colour values as pictures have them: v from [-1, 1] to [0, 1], held there.
inline float intensity(float v) {
    const float scaled = (v + 1) / 2;
    return scaled < 0 ? 0 : scaled > 1 ? 1 : scaled;
}

/// Mean over the three colours of |a - b| in intensity, H,W.
std::vector<float> difference(const Planes& a, const Planes& b);

}  // namespace tessera
