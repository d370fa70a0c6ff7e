// From photos to style vectors.
#pragma once

#include <vector>

#include "core/jobs/rendering.h"

namespace tessera {

/// The style vector of a photo of any size: the whole vector, or the source's own with one region's
/// code replaced. Throws std::runtime_error where the model reads no photos, the photo is empty, a
/// region is asked of a model that has none or does not know it, or a map is wanted and not given.
std::vector<float> styleOf(const OpenedModel& model, const StyleSource& source);

}  // namespace tessera
