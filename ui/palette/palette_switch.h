// A painting's labels under another palette: classes meet by their names.
#pragma once

#include <QStringList>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera::ui {

struct PaletteSwitch {
    LabelMap labels;       ///< positions in the new palette; void where a class has no namesake
    QStringList lost;      ///< names of the classes that occur and became void
    double lostShare = 0;  ///< of the picture, 0 to 1
};

PaletteSwitch switchPalette(const LabelMap& labels, const Palette& from, const Palette& to);

}  // namespace tessera::ui
