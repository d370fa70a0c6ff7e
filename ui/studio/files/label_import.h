// Opens whatever file holds a painting or labels, and tells photos from them.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

#include "core/document/painting_data.h"
#include "core/images/label_files.h"
#include "core/palette/palette_library.h"

namespace tessera::ui {

/// A file as a painting.
struct OpenedFile {
    PaintingData data;
    QStringList notes;        ///< what was done to get it, one line each
    bool isPainting = false;  ///< saved by Tessera: saving goes back to the same file
    bool isStrip = false;     ///< a cross-view strip, whose other tile could be opened, too
};

/// Labels are read under the palette that they fit best; ids without colours, which fit many,
/// under `current` where they can. Throws std::runtime_error("file: reason").
OpenedFile readPaintingOrLabels(const QString& file,
                                const Palette& current,
                                const PaletteLibrary& palettes,
                                StripTile tile = StripTile::Ground);

/// A picture that is neither a painting nor labels of any palette. Throws
/// std::runtime_error("file: reason") for what is no picture.
bool isPhoto(const QString& file, const PaletteLibrary& palettes);

}  // namespace tessera::ui
