// From a figure to a file that the user chooses.
#pragma once

#include "core/jobs/figures/figure.h"

class QWidget;

namespace tessera::ui {

/// Asks where, writes, and says what went wrong. `name` is proposed, without an ending.
void exportFigure(const Figure& figure, const QString& name, QWidget& from);

}  // namespace tessera::ui
