// What every command that draws label maps takes: model, palette, style, size, device.
#pragma once

#include <QSize>
#include <optional>

#include "app/terminal/command_line.h"
#include "core/images/label_files.h"
#include "core/jobs/render_service.h"

namespace tessera {

struct DrawingOptions {
    QString model;    ///< empty: the painting's own, else the default
    QString palette;  ///< empty: the painting's own, else the model's
    RenderSettings settings;
    LabelReadOptions reading;
    std::optional<quint32> styleSeed;
    std::optional<quint32> noiseSeed;
    QString styleFrom;  ///< a photo, or empty
    QSize size;         ///< empty: the label's own
};

void addDrawingOptions(CommandLine& line);

/// Throws UsageError.
DrawingOptions drawingOptions(const CommandLine& line);

}  // namespace tessera
