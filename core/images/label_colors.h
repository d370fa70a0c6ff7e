// Colours of a picture, to the class whose colour is nearest.
#pragma once

#include <QImage>
#include <QString>
#include <vector>

#include "core/images/label_cleaning.h"
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

/// Labels of a picture by colour, before any cleaning.
struct ColorMatch {
    LabelMap labels;
    std::vector<Trust> trust;  ///< of each pixel, row by row
    qint64 inexact = 0;        ///< pixels whose colour is not exactly a class's
    qint64 sure = 0;  ///< pixels that are a class's colour, or as near as a flat area of a JPEG
    qint64 unmatched = 0;  ///< pixels beyond the bound
    QRgb strayColor = 0;   ///< the most frequent colour beyond the bound
    qint64 strayPixels = 0;

    qint64 pixels() const { return qint64{labels.width()} * labels.height(); }
    /// Of neighbours that are both sure, the share that differ: below 0.01 for labels, above 0.1
    /// for photos, whose colours come near those of many classes.
    double restlessness() const;
};

/// Each pixel gets the label of the nearest colour; `bound` (Euclidean, RGB 0 to 255) divides those
/// that are near from those that are not. Transparent pixels are void.
ColorMatch matchColors(const QImage& image, const std::vector<ColorKey>& keys, double bound);

}  // namespace tessera
