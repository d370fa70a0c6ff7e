// Paintings on disk: an indexed PNG that any program shows, with the rest in its text chunks.
#pragma once

#include <QString>

#include "core/document/painting.h"

namespace tessera {

/// File name filter's pattern and suffix of paintings.
inline constexpr char kPaintingSuffix[] = "png";

/// Writes the painting, whole or not at all. The picture's index is the class index and void is 255
/// (palettes above 255 classes: 16-bit grey, void 65535); the text chunk "Tessera" holds palette,
/// model's name and style as JSON. Throws std::runtime_error("file: reason").
void savePainting(const PaintingData& painting, const QString& file);

/// Reads what savePainting() wrote, losing nothing. Throws std::runtime_error("file: reason").
PaintingData openPainting(const QString& file);

/// Was this file written by savePainting()? False for whatever cannot be read.
bool isPainting(const QString& file);

}  // namespace tessera
