// The first two tiles of a strip are its photos: aerial view, ground view.
#include "core/document/source_photo.h"

#include <QFileInfo>

#include "core/images/image_files.h"

namespace tessera {

SourcePhoto readSourcePhoto(const QString& file, StripTile labels) {
    QImage image = readImage(file);
    if (image.size() == kStripSize) {
        const int side = kStripSize.height();
        image = image.copy(labels == StripTile::Ground ? 0 : side, 0, side, side);
    }
    return {image.convertToFormat(QImage::Format_RGB888), QFileInfo(file).completeBaseName()};
}

SourcePhoto fittedTo(QSize size, const SourcePhoto& source) {
    const QImage filling =
        source.image.scaled(size, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
    const QPoint corner((filling.width() - size.width()) / 2,
                        (filling.height() - size.height()) / 2);
    return {filling.copy(QRect(corner, size)).convertToFormat(QImage::Format_RGB888), source.name};
}

}  // namespace tessera
