// What every command that draws label maps takes: model, palette, style, size, device.
#pragma once

#include <QSize>
#include <optional>

#include "app/terminal/command_line.h"
#include "core/images/label_files.h"
#include "core/jobs/render_service.h"

namespace tessera {

/// A photo that a style is taken from.
struct StyleFile {
    QString region;  ///< name of the class that takes it; empty: all of the picture
    QString photo;
    QString labels = {};  ///< the photo's own map, or empty: the painting's, and for one region
                          ///< that region everywhere
};

struct DrawingOptions {
    QString model;    ///< empty: the painting's own, else the default
    QString palette;  ///< empty: the painting's own, else the model's
    RenderSettings settings;
    LabelReadOptions reading;
    std::optional<quint32> styleSeed;
    std::optional<quint32> noiseSeed;
    std::vector<StyleFile> styleFrom;  ///< in order; the later of two takes its region from the
                                       ///< earlier
    QString source;                    ///< the photo that a cross-view model translates, or empty
    QSize size;                        ///< empty: the label's own
};

void addDrawingOptions(CommandLine& line);

/// Throws UsageError.
DrawingOptions drawingOptions(const CommandLine& line);

}  // namespace tessera
