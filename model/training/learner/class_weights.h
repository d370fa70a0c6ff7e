// How much a pixel of each class counts, so that rare classes are learnt, too.
#pragma once

#include <vector>

#include "model/data/classes.h"
#include "model/data/dataset.h"

namespace tessera {

/// Weights, a class each, proportional to (a class's share of the pixels)^-balance, none more than
/// ten times the smallest; a pixel's weight is 1 on the average. `pixels` counts the classes'; a
/// class without pixels has weight 1. Balance 0 to 1: 0 counts pixels alike, 1 classes.
std::vector<double> class_weights(const std::vector<int64_t>& pixels, double balance);

/// Pixels of each class in the label maps, of at most 500 that are spread over all; maps that can't
/// be read are left out.
std::vector<int64_t> class_pixels(const std::vector<Pair>& pairs, const ClassMap& classes);

}  // namespace tessera
