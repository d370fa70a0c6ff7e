// Label maps from and to image files: ids, indexed colours, plain colours, grey codes.
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera {

/// Six tiles: photos of an aerial view A and a ground view B, their colour maps, their class maps.
inline constexpr QSize kStripSize(1536, 256);

/// Which class map of a cross-view strip: of the aerial view or the ground view.
enum class StripTile { Aerial, Ground };

/// Which part of a picture that holds a photo and its labels side by side.
/// Auto: the right half of a 2:1 picture whose right half alone fits the palette, else all.
enum class PairHalf { Auto, Whole, Left, Right };

struct LabelReadOptions {
    StripTile tile = StripTile::Ground;
    PairHalf half = PairHalf::Auto;
    double colorBound = 80;  ///< largest distance in RGB (0 to 441) to a class's colour
};

/// A label map out of a file, and what was done to get it.
struct LabelImport {
    LabelMap labels;
    QStringList notes;  ///< one line each: "colours matched to palette facades", ...
};

/// Reads a label file under a palette. Throws std::runtime_error("file: reason") for what is
/// missing, empty, truncated, no image, or holds ids or colours that the palette lacks (named, with
/// how many pixels).
LabelImport readLabels(const QString& file,
                       const Palette& palette,
                       const LabelReadOptions& options = {});

/// The palette that a label file fits best: its own when it is a painting, else by colours before
/// ids, then one that the file's path names, then by how few classes stay unused; none when no
/// palette fits. Throws as readLabels() for what is no image.
std::optional<Palette> guessPalette(const QString& file, const std::vector<Palette>& palettes);

/// How labels are written.
enum class LabelFormat {
    Ids,      ///< grey PNG of dataset ids, 8 bit where they fit, else 16
    Indexed,  ///< PNG with the palette's colours; its index is the id where all fit, else the class
    Colors,   ///< RGB PNG of the palette's colours
};

/// Whole or not at all. Throws std::runtime_error("file: reason").
void writeLabels(const LabelMap& labels,
                 const Palette& palette,
                 const QString& file,
                 LabelFormat format);

}  // namespace tessera
