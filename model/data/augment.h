// Cutting a training example out of a picture, a little different every time.
#pragma once

#include "model/data/picture.h"
#include "model/data/random.h"

namespace tessera {

/// What may be changed.
struct Augmentation {
    int64_t crop = 128;  ///< pixels, the side of the example
    bool flip = true;    ///< mirror half of them, left to right
    double zoom = 1.25;  ///< enlarge by 1 to this before cutting
    double colour = 0;   ///< change brightness, contrast and saturation by up to this share
};

/// A crop x crop example. A picture that is smaller is enlarged. Where it is not square the place
/// is random, and so is all else that is allowed. `mirrored` says what a channel becomes in a
/// mirror.
TrainingPicture augment(const TrainingPicture& picture,
                        const Augmentation& how,
                        const std::vector<uint16_t>& mirrored,
                        Random& random);

/// The square in the middle, side x side: what is judged.
TrainingPicture middle(const TrainingPicture& picture, int64_t side);

}  // namespace tessera
