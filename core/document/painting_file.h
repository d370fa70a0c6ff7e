// Paintings on disk: an indexed PNG that any program shows, with the rest in its text chunks.
#pragma once

#include <QString>

#include "core/document/painting_data.h"

namespace tessera {

/// File name filter's pattern and suffix of paintings.
inline constexpr char kPaintingSuffix[] = "png";

/// Writes the painting, whole or not at all: the picture of core/images/index_image.h, and model's
/// name, style and `note` (any text) as JSON in the text "Tessera-painting", and the source photo,
/// where there is one, as a PNG in base64 in the texts "Tessera-source-1" and on. Throws
/// std::runtime_error("file: reason").
void savePainting(const PaintingData& painting, const QString& file, const QString& note = {});

/// Reads what savePainting() wrote, losing nothing. Throws std::runtime_error("file: reason").
PaintingData openPainting(const QString& file, QString* note = nullptr);

/// Was this file written by savePainting()? False for whatever cannot be read.
bool isPainting(const QString& file);

}  // namespace tessera
