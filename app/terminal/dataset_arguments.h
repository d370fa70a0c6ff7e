// Data sets on the command line: folder, layout, palette.
#pragma once

#include <QString>

#include "app/terminal/command_line.h"
#include "core/jobs/training/learnt_classes.h"
#include "core/palette/palette.h"
#include "model/data/dataset.h"
#include "model/files/model_card.h"

namespace tessera {

/// A folder and how it is laid out.
struct DatasetArgument {
    QString folder;
    const DatasetLayout* layout = nullptr;
};

/// --data, --layout, --palette.
void addDatasetOptions(CommandLine& line);

/// Throws UsageError where the folder or the layout is missing.
DatasetArgument datasetArgument(const CommandLine& line);

/// The palette that --palette names, else the layout's own. Throws UsageError where there is
/// neither.
Palette datasetPalette(const CommandLine& line, const DatasetLayout& layout);

}  // namespace tessera
