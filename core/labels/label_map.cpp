#include "core/labels/label_map.h"

#include <QCoreApplication>
#include <algorithm>
#include <stdexcept>

namespace tessera {
namespace {

QSize checked(QSize size) {
    if (size.width() < 0 || size.height() < 0 || size.width() > LabelMap::kMaxSide ||
        size.height() > LabelMap::kMaxSide) {
        throw std::runtime_error(
            QCoreApplication::translate("LabelMap",
                                        "a label map cannot be %1 x %2: a side is at most %3")
                .arg(size.width())
                .arg(size.height())
                .arg(LabelMap::kMaxSide)
                .toStdString());
    }
    return size;
}

}  // namespace

LabelMap::LabelMap(QSize size, uint16_t fill) : size_(checked(size)) {
    const QList<uint16_t> whole(qsizetype{size.width()} * std::min(kBand, size.height()), fill);
    for (int top = 0; top < size.height(); top += kBand) {
        bands_ << whole.first(qsizetype{size.width()} * std::min(kBand, size.height() - top));
    }
}

LabelMap LabelMap::copy(const QRect& area) const {
    LabelMap part(area.size());
    const QRect inside = area & rect();
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        std::copy_n(scanLine(y) + inside.left(),
                    inside.width(),
                    part.writableScanLine(y - area.top()) + inside.left() - area.left());
    }
    return part;
}

LabelMap LabelMap::scaled(QSize size) const {
    if (size == size_) {
        return *this;
    }
    LabelMap result(size);
    if (isEmpty()) {
        return result;
    }
    for (int y = 0; y < result.height(); ++y) {
        // The source pixel under the centre of the target's: (y + 0.5) * h / H, in whole numbers.
        const uint16_t* from = scanLine((2 * y + 1) * height() / (2 * result.height()));
        uint16_t* to = result.writableScanLine(y);
        for (int x = 0; x < result.width(); ++x) {
            to[x] = from[(2 * x + 1) * width() / (2 * result.width())];
        }
    }
    return result;
}

LabelMap LabelMap::mirrored(bool horizontally, bool vertically) const {
    LabelMap result = *this;
    for (int y = 0; y < height(); ++y) {
        const uint16_t* from = scanLine(vertically ? height() - 1 - y : y);
        uint16_t* to = result.writableScanLine(y);
        if (horizontally) {
            std::reverse_copy(from, from + width(), to);
        } else {
            std::copy_n(from, width(), to);
        }
    }
    return result;
}

std::vector<qint64> LabelMap::classAreas(int classes, int top, int bottom) const {
    std::vector<qint64> areas(classes, 0);
    for (int y = top; y < bottom; ++y) {
        const uint16_t* const row = scanLine(y);
        for (int x = 0; x < width(); ++x) {
            if (row[x] < areas.size()) {
                ++areas[row[x]];
            }
        }
    }
    return areas;
}

}  // namespace tessera
