// Numbers as colours: perceptually uniform, told apart by every kind of eye.
#pragma once

#include <QImage>
#include <QRgb>
#include <QString>
#include <array>

#include "core/jobs/inspection/findings.h"

namespace tessera {

enum class ColourMap {
    Sequential,  ///< dark blue over green to light yellow: lightness grows evenly, hue goes with it
    Diverging,   ///< blue over light grey to orange, for numbers around a middle
};

/// 256 colours from low to high. Neighbours are equally far apart in OKLab.
const std::array<QRgb, 256>& colours(ColourMap map);

/// The colour of a number between `low` and `high`; beyond them the nearest end's, transparent for
/// NaN.
QRgb colourOf(float value, float low, float high, ColourMap map = ColourMap::Sequential);

/// One pixel a number; Format_ARGB32, transparent where it is NaN.
QImage heatImage(const NumberMap& map,
                 float low,
                 float high,
                 ColourMap colours = ColourMap::Sequential);

/// A scale bar, low at the left.
QImage colourBar(QSize size, ColourMap map = ColourMap::Sequential);

/// A number for labels: three digits that matter ("0.31", "1.2e-05").
QString shortNumber(double value);

}  // namespace tessera
