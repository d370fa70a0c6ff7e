// What a running studio works on, without any widget: the painting and the services around it.
#pragma once

#include <memory>

#include "core/document/autosave.h"
#include "core/document/painting.h"
#include "core/document/recent_files.h"
#include "core/jobs/model_library.h"
#include "core/jobs/render_service.h"
#include "core/jobs/training/training_service.h"
#include "core/palette/palette_library.h"
#include "ui/tools/class_choice.h"
#include "ui/tools/tool_options.h"

namespace tessera::ui {

/// One document, one model. Members are destroyed last to first: the autosave's clean exit needs
/// the painting.
struct Session {
    /// `trainer`: program that trains; empty: this one.
    explicit Session(const QString& trainer = {})
        : training(TrainingService::userFolder(), systemProcesses(trainer)) {}

    PaletteLibrary palettes = PaletteLibrary::load();
    ModelLibrary models = ModelLibrary::load();
    Painting painting;
    RenderService renders;
    TrainingService training;
    RecentFiles recent;
    Autosave autosave{painting};
    ClassChoice classes;
    ToolOptions options;
};

}  // namespace tessera::ui
