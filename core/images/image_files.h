// Pictures from and to files, with one clear line for whatever goes wrong.
#pragma once

#include <QImage>
#include <QString>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

/// Reads a picture upright (its orientation tag applied). Throws std::runtime_error("file: reason")
/// for what is missing, empty, truncated, too large for the memory that Qt gives a picture, or no
/// image.
QImage readImage(const QString& file);

/// Writes a picture with its texts, whole or not at all. `format`: "png" or "jpeg"; `quality` as
/// QImageWriter has it. Throws std::runtime_error("file: reason").
void writeImage(const QImage& image, const QString& file, const char* format, int quality = -1);

/// Writes a photo, whole or not at all; PNG, or JPEG for the suffixes jpg and jpeg. `quality`: 1 to
/// 100, JPEG only. Throws std::runtime_error("file: reason").
void writePhoto(const QImage& photo, const QString& file, int quality = 92);

/// The labels in the palette's colours (Format_RGB32), for showing and exporting.
QImage colorImage(const LabelMap& labels, const Palette& palette);

}  // namespace tessera
