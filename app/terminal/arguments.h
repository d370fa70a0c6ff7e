// Arguments that several subcommands take, from their text to what they mean.
#pragma once

#include <QSize>

#include "app/terminal/command_line.h"
#include "core/jobs/render_service.h"
#include "core/palette/palette_library.h"

namespace tessera {

/// --device, and what was given: auto, cpu or cuda. Throws UsageError.
void addDeviceOption(CommandLine& line);
QString deviceArgument(const CommandLine& line, const QString& fallback);

/// --device, --precision, --threads.
void addEngineOptions(CommandLine& line);
RenderSettings engineSettings(const CommandLine& line);

/// A palette by its id or by its JSON file. Throws std::runtime_error.
Palette paletteArgument(const PaletteLibrary& library, const QString& idOrFile);

/// "512x256" as a size. Throws UsageError.
QSize sizeArgument(const QString& text);

}  // namespace tessera
