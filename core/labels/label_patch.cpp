#include "core/labels/label_patch.h"

#include <algorithm>
#include <utility>

namespace tessera {
namespace {

QRect tileArea(const LabelMap& labels, int column, int row) {
    constexpr int side = LabelPatch::kTileSide;
    return QRect(column * side, row * side, side, side) & labels.rect();
}

void encodePlainly(const LabelMap& labels, const QRect& area, std::vector<uint16_t>& code) {
    for (int y = area.top(); y <= area.bottom(); ++y) {
        const uint16_t* row = labels.scanLine(y);
        code.insert(code.end(), row + area.left(), row + area.right() + 1);
    }
}

/// Appends the tile's pixels as (value, count) pairs, or plainly where that is not longer.
void encode(const LabelMap& labels, const QRect& area, std::vector<uint16_t>& code) {
    const size_t begin = code.size();
    const size_t plain = static_cast<size_t>(area.width()) * area.height();
    uint16_t value = labels.at(area.topLeft());
    uint16_t count = 0;
    const auto endRun = [&] {
        code.push_back(value);
        code.push_back(count);
    };
    for (int y = area.top(); y <= area.bottom(); ++y) {
        const uint16_t* row = labels.scanLine(y);
        for (int x = area.left(); x <= area.right(); ++x) {
            if (row[x] != value) {
                endRun();
                value = row[x];
                count = 0;
            }
            ++count;
        }
    }
    endRun();
    if (code.size() - begin >= plain) {
        code.resize(begin);
        encodePlainly(labels, area, code);
    }
}

/// `pixels` has room for a whole tile. Returns its first pixel in the plain form.
const uint16_t* decode(const uint16_t* code, size_t length, size_t plain, uint16_t* pixels) {
    if (length == plain) {
        return code;
    }
    uint16_t* to = pixels;
    for (size_t i = 0; i < length; i += 2) {
        to = std::fill_n(to, code[i + 1], code[i]);
    }
    return pixels;
}

}  // namespace

qint64 LabelPatch::bytes() const {
    const size_t held = tiles_.capacity() * sizeof(Tile) + code_.capacity() * sizeof(uint16_t);
    return static_cast<qint64>(held);
}

void LabelPatch::add(const LabelMap& labels, int column, int row) {
    const auto begin = static_cast<uint32_t>(code_.size());
    encode(labels, tileArea(labels, column, row), code_);
    tiles_.push_back({static_cast<uint16_t>(column),
                      static_cast<uint16_t>(row),
                      begin,
                      static_cast<uint32_t>(code_.size())});
}

QRect LabelPatch::exchange(LabelMap& labels) {
    LabelPatch current;
    current.tiles_.reserve(tiles_.size());
    QRect changed;
    for (const Tile& tile : tiles_) {
        current.add(labels, tile.column, tile.row);
        changed |= restore(tile, labels);
    }
    current.squeeze();
    *this = std::move(current);
    return changed;
}

QRect LabelPatch::restore(const Tile& tile, LabelMap& labels) const {
    const QRect area = tileArea(labels, tile.column, tile.row);
    const int width = area.width();
    uint16_t buffer[kTileSide * kTileSide];
    const uint16_t* from = decode(code_.data() + tile.begin,
                                  tile.end - tile.begin,
                                  static_cast<size_t>(width) * area.height(),
                                  buffer);
    QRect changed;
    for (int y = area.top(); y <= area.bottom(); ++y, from += width) {
        uint16_t* to = labels.writableScanLine(y) + area.left();
        const auto first = std::mismatch(from, from + width, to).first - from;
        if (first == width) {
            continue;
        }
        int last = width - 1;
        while (from[last] == to[last]) {
            --last;
        }
        std::copy(from + first, from + last + 1, to + first);
        changed |=
            QRect(QPoint(area.left() + static_cast<int>(first), y), QPoint(area.left() + last, y));
    }
    return changed;
}

void LabelPatch::squeeze() {
    tiles_.shrink_to_fit();
    code_.shrink_to_fit();
}

LabelRecorder::LabelRecorder(QSize canvas)
    : columns_((canvas.width() + LabelPatch::kTileSide - 1) >> LabelPatch::kTileShift),
      kept_(static_cast<size_t>(columns_) *
            ((canvas.height() + LabelPatch::kTileSide - 1) >> LabelPatch::kTileShift)) {}

void LabelRecorder::willChange(const LabelMap& labels, int y, int first, int last) {
    const int row = y >> LabelPatch::kTileShift;
    const int lastColumn = (last - 1) >> LabelPatch::kTileShift;
    for (int column = first >> LabelPatch::kTileShift; column <= lastColumn; ++column) {
        uint8_t& kept = kept_[static_cast<size_t>(row) * columns_ + column];
        if (!kept) {
            kept = 1;
            patch_.add(labels, column, row);
        }
    }
}

LabelPatch LabelRecorder::take() {
    patch_.squeeze();
    return std::exchange(patch_, {});
}

}  // namespace tessera
