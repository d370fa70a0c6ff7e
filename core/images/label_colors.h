// Colours of a picture, to the class whose colour is nearest.
#pragma once

#include <QImage>
#include <QString>
#include <vector>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

/// A colour that stands for a label.
struct ColorKey {
    QRgb color = 0;
    uint16_t label = kVoid;
};

/// The palette's colours, void's among them; the first class of a colour that several have.
std::vector<ColorKey> paletteColors(const Palette& palette);

/// The palette's ids as grey levels; ids above 255 are left out.
std::vector<ColorKey> greyCodes(const Palette& palette);

/// Labels of a picture by colour.
struct ColorMatch {
    LabelMap labels;
    qint64 inexact = 0;    ///< pixels whose colour is not exactly a class's
    qint64 unmatched = 0;  ///< pixels beyond the bound
    QRgb strayColor = 0;   ///< the most frequent colour beyond the bound
    qint64 strayPixels = 0;

    /// Share of the pixels that have a class's colour, nearly.
    double matchedShare() const;
};

/// Each pixel gets the label of the nearest colour within `bound` (Euclidean, RGB 0 to 255). When a
/// colour is not exact, the picture is taken for a lossy one and edges and specks are cleaned.
/// Transparent pixels are void.
ColorMatch matchColors(const QImage& image, const std::vector<ColorKey>& keys, double bound);

}  // namespace tessera
