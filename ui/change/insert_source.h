// What "insert" takes from another label map.
#pragma once

#include <QRect>
#include <QString>

#include "core/labels/label_map.h"

namespace tessera::ui {

struct InsertSource {
    LabelMap labels;  ///< classes of the painting that it goes into; void pixels are transparent
    QRect region;     ///< the part to insert
    QString name;     ///< for the history: "street"
};

}  // namespace tessera::ui
