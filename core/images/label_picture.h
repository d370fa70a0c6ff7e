// Reads a picture that is labels throughout: decides what its pixels mean.
#pragma once

#include <QImage>
#include <QString>

#include "core/images/label_files.h"

namespace tessera {

/// By what a picture's pixels were recognised: the stronger, the less it can be chance.
enum class Evidence { Ids, NearColors, Colors, Painting };

/// Labels, and how sure it is that they are meant.
struct LabelReading {
    LabelImport import;
    Evidence evidence = Evidence::Ids;
};

/// A picture with what its file says about it.
struct LabelPicture {
    QString file;  ///< for messages
    QImage image;
    bool lossy = false;  ///< JPEG: levels and colours are only near what was meant
};

/// Indexed: by index where index and colour agree; else by colour where all are a class's; else by
/// index where all are ids; else by nearest colour. Grey: by level. Colour: by nearest colour, or
/// by level where it is grey throughout and not all are class colours. Throws as readLabels().
LabelReading readPicture(const LabelPicture& picture, const Palette& palette, double colorBound);

}  // namespace tessera
