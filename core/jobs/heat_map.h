// Arrays of numbers as pictures.
#pragma once

#include <QImage>

namespace tessera {

struct Array;

/// In the colours of ColourMap::Sequential as a number goes from `low` to `high`.
QImage heatMap(const float* values, int width, int height, float low, float high);

/// How the planes of a mosaic are brought to [0, 1].
enum class HeatRange {
    Own,     ///< each plane from its smallest to its largest value
    Shared,  ///< all from 0 to the largest value of all
};

/// The planes of an array N,H,W side by side, `columns` in a row (0: as square as it goes), made
/// smaller where the whole would be wider or higher than 4096 pixels.
QImage heatMosaic(const Array& planes, int columns, HeatRange range);

/// A picture 3,H,W in [-1, 1], values beyond held there; Format_RGB888. `values` has 3 * H * W.
QImage rgbImage(const float* values, int width, int height);

}  // namespace tessera
