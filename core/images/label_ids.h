// Dataset ids, as label files hold them, to class indices and back.
#pragma once

#include <QImage>
#include <cstdint>
#include <vector>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

/// The number that stands for an id in a file of 8 or 16 bits: -1 wraps to 255 or 65535, as in
/// Cityscapes' own files; -2 when the id does not fit.
int storedId(int id, int bits);

/// Stored numbers to labels of one palette.
class IdTable {
public:
    static constexpr uint16_t kUnknown = 0xFFFE;  ///< beyond every class, and not void

    IdTable(const Palette& palette, int bits);

    /// Class index, kVoid or kUnknown.
    uint16_t label(int stored) const { return table_[stored]; }

private:
    std::vector<uint16_t> table_;
};

/// Numbers of a picture as they are stored: indices of an indexed one, grey levels of another.
/// `values` have `bits` bits.
struct StoredIds {
    LabelMap values;
    int bits = 8;
};
StoredIds storedIds(const QImage& image);

/// Translates; throws std::runtime_error("file: reason") that names the unknown ids with how many
/// pixels have each.
LabelMap labelsFromIds(const StoredIds& ids, const Palette& palette, const QString& file);

}  // namespace tessera
