// The colour tables of the two themes.
#pragma once

#include "ui/theme/theme.h"

namespace tessera::ui {

Colours darkColours();
Colours lightColours();

}  // namespace tessera::ui
