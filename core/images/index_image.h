// Labels as a picture that explains itself: class indices, the palette's colours, the palette.
#pragma once

#include <QImage>
#include <optional>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

/// Format_Indexed8 with the palette's colours, index = class index, void = 255; for palettes above
/// 255 classes Format_Grayscale16 with void 65535. The palette is in the text "Tessera-palette".
QImage indexImage(const LabelMap& labels, const Palette& palette);

/// The palette in a picture's text; none: it has none. Throws std::runtime_error("file: reason")
/// for a broken one.
std::optional<Palette> embeddedPalette(const QImage& image, const QString& file);

/// What indexImage() was made from. Throws std::runtime_error("file: reason") for another format or
/// for indices beyond the palette.
LabelMap labelsFromIndexImage(const QImage& image, const Palette& palette, const QString& file);

}  // namespace tessera
