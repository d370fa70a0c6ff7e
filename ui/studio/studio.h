// The studio's door: what main() and the benchmark need of it.
#pragma once

#include <QString>

#include "core/jobs/render_service.h"
#include "ui/studio/studio_window.h"

class QApplication;

namespace tessera::ui {

/// Dresses the application, opens the window and runs until it is closed. Returns the exit code.
/// The application's organization and name are set by the caller: settings go by them.
int runStudio(QApplication& application, const StudioOptions& options = {});

}  // namespace tessera::ui
