// Photos that a cross-view model translates: out of files, and to the size of a painting.
#pragma once

#include <QSize>
#include <QString>

#include "core/document/painting_data.h"
#include "core/images/label_files.h"

namespace tessera {

/// The photo in a file, Format_RGB888; of a cross-view strip the photo of the other view than that
/// of the labels. Throws std::runtime_error("file: reason") as readImage().
SourcePhoto readSourcePhoto(const QString& file, StripTile labels = StripTile::Ground);

/// Scaled until it fills `size`, and cut evenly where it sticks out.
SourcePhoto fittedTo(QSize size, const SourcePhoto& source);

}  // namespace tessera
