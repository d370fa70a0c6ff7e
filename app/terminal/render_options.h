// What `tessera render` was asked for, checked before anything is read.
#pragma once

#include <optional>
#include <vector>

#include "app/terminal/drawing_options.h"

namespace tessera {

/// One label file and where its photo goes.
struct RenderItem {
    QString label;
    QString photo;  ///< empty: it goes into the sheet
    QString dump;   ///< folder, or empty
};

struct RenderOptions {
    std::vector<RenderItem> items;
    QString sheet;  ///< where the photos of all of them go, with their source; empty: apart
    DrawingOptions drawing;
};

/// None when help was asked for and shown. Throws UsageError.
std::optional<RenderOptions> parseRenderOptions(const QStringList& arguments);

}  // namespace tessera
