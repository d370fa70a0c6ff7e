// The style sheet of the studio in one theme's colours.
#pragma once

#include <QString>

#include "ui/theme/theme.h"

namespace tessera::ui {

/// resources/theme/studio.qss with "@name" replaced by the colour of that name.
QString styleSheet(const Colours& colours);

}  // namespace tessera::ui
