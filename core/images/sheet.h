// Pictures side by side on one sheet, for files.
#pragma once

#include <QImage>
#include <QList>

namespace tessera {

/// Rows of `columns` pictures on white. A column is as wide as its widest picture, a row as high as
/// its highest; each stands in the middle of its cell. Null pictures leave theirs empty.
QImage pictureSheet(const QList<QImage>& pictures, int columns);

/// A source photo at the left; from there on a column a viewpoint, its map above its photo.
QImage viewpointSheet(const QImage& source, const QList<QImage>& maps, const QList<QImage>& photos);

}  // namespace tessera
