// Labels are magnified pixel by pixel, the photo smoothly.
#include "ui/canvas/picture_layers.h"

#include <QPainter>
#include <algorithm>
#include <cstring>
#include <utility>

#include "core/document/painting.h"
#include "ui/canvas/view_transform.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
// A soft shadow, so that the picture stands before the surround without a frame.
void paintShadow(QPainter& painter, const QRectF& picture) {
    constexpr int kReach = 12;
    painter.save();
    painter.setBrush(Qt::NoBrush);
    for (int i = 1; i <= kReach; ++i) {
        QColor colour = colours().halo;
        colour.setAlphaF(0.16 * (1 - static_cast<double>(i) / kReach));
        painter.setPen(QPen(colour, 1));
        const qreal out = i - 0.5;
        painter.drawRoundedRect(picture.adjusted(-out, -out + 2, out, out + 2), i, i);
    }
    painter.restore();
}

/// What differs between two images of one size and format; empty where nothing does.
QRect differingPart(const QImage& a, const QImage& b) {
    const int bytes = a.depth() / 8, width = a.width();
    int top = a.height(), bottom = -1, left = width, right = -1;
    for (int y = 0; y < a.height(); ++y) {
        const uchar *one = a.constScanLine(y), *other = b.constScanLine(y);
        if (std::memcmp(one, other, static_cast<size_t>(width) * bytes) == 0) {
            continue;
        }
        top = std::min(top, y);
        bottom = y;
        const uchar* first =
            std::mismatch(one, one + static_cast<ptrdiff_t>(left) * bytes, other).first;
        left = static_cast<int>((first - one) / bytes);
        int x = width - 1;
        while (x > right && std::memcmp(one + x * bytes, other + x * bytes, bytes) == 0) {
            --x;
        }
        right = std::max(right, x);
    }
    return QRect(QPoint(left, top), QPoint(right, bottom));
}
}  // namespace

void PictureLayers::reset(const Painting& painting) {
    labels_.reset(painting.labels(), painting.palette());
    photo_ = {};
    source_ = {};
    photoRevision_ = 0;
    oldestRevision_ = painting.revision();
}

void PictureLayers::updateLabels(const Painting& painting, const QRect& area) {
    labels_.update(painting.labels(), area);
}

bool PictureLayers::setPhoto(const QImage& photo, quint64 revision) {
    if (revision < photoRevision_ || revision < oldestRevision_) {
        return false;
    }
    adopt(photo);
    photoRevision_ = revision;
    return true;
}

/// A stroke changes a part of its photo, and only that is converted and drawn again.
void PictureLayers::adopt(const QImage& photo) {
    const bool alike = photo.size() == source_.size() && photo.format() == source_.format();
    change_ = alike ? differingPart(source_, photo) : photo.rect();
    if (change_ == photo.rect()) {
        photo_ = photo.convertToFormat(QImage::Format_RGB32);
    } else if (!change_.isEmpty()) {
        const QImage part = photo.copy(change_).convertToFormat(QImage::Format_RGB32);
        for (int y = 0; y < part.height(); ++y) {
            std::memcpy(photo_.scanLine(change_.top() + y) + change_.left() * qsizetype{4},
                        part.constScanLine(y),
                        part.width() * size_t{4});
        }
    }
    source_ = photo;
}

void PictureLayers::paint(QPainter& painter,
                          const ViewTransform& transform,
                          const QRectF& view) const {
    const QRectF picture = transform.pictureInView();
    paintShadow(painter, picture);
    const qreal split = showsDivider() ? divider_.viewX(transform, view) : picture.right();
    QRectF labelSide = picture;
    QRectF photoSide = picture;
    if (showsDivider()) {
        labelSide.setRight(split);
        photoSide.setLeft(split);
    }
    if (showsLabels()) {
        paintImage(painter, transform, labels_.image(), transform.zoom() < 1, labelSide);
        paintImage(painter, transform, backdrop_, true, labelSide, backdropStrength_);
    }
    if (showsPhoto()) {
        paintImage(painter, transform, photo_, true, photoSide);
    }
    if (showsDivider()) {
        divider_.paint(painter, transform, view);
    }
}

void PictureLayers::paintImage(QPainter& painter,
                               const ViewTransform& transform,
                               const QImage& image,
                               bool smooth,
                               const QRectF& clip,
                               double opacity) const {
    if (image.isNull() || clip.isEmpty() || opacity <= 0) {
        return;
    }
    painter.save();
    painter.setClipRect(clip, Qt::IntersectClip);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
    painter.setTransform(transform.matrix(), true);
    painter.setOpacity(opacity);
    painter.drawImage(QRectF(QPointF(), QSizeF(transform.pictureSize())), image);
    painter.restore();
}

}  // namespace tessera::ui
