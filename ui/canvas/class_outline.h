// The border of a class, for showing what is under the cursor.
#pragma once

#include <QLine>
#include <QList>

#include "core/labels/label_map.h"

namespace tessera::ui {

/// Lines along pixel edges between `label` and everything else, the map's own edge included; runs
/// are joined. Coordinates are picture pixels.
QList<QLine> classOutline(const LabelMap& labels, uint16_t label);

}  // namespace tessera::ui
