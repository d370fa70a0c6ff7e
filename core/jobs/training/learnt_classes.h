// What a network learns of a palette.
#pragma once

#include <vector>

namespace tessera {

class Palette;
struct ModelClass;

/// The classes of a palette that are learnt, in its order, and the ids that are overlooked.
std::vector<ModelClass> learntClasses(const Palette& palette);
std::vector<int> overlookedIds(const Palette& palette);

}  // namespace tessera
