#include "core/labels/label_writer.h"

#include <algorithm>

namespace tessera {

uint16_t* LabelWriter::open(int y, int first, int last) {
    if (recorder_) {
        recorder_->willChange(labels_, y, first, last);
    }
    changed_ |= QRect(first, y, last - first, 1);
    return labels_.writableScanLine(y);
}

void LabelWriter::fill(int y, int first, int last, uint16_t label) {
    if (onlyOn_) {
        replace(y, first, last, *onlyOn_, label);
        return;
    }
    if (y < 0 || y >= labels_.height()) {
        return;
    }
    first = std::max(first, 0);
    last = std::min(last, labels_.width());
    const uint16_t* row = labels_.scanLine(y);
    while (first < last && row[first] == label) {
        ++first;
    }
    while (first < last && row[last - 1] == label) {
        --last;
    }
    if (first < last) {
        std::fill_n(open(y, first, last) + first, last - first, label);
    }
}

void LabelWriter::replace(int y, int first, int last, uint16_t from, uint16_t label) {
    if (y < 0 || y >= labels_.height() || from == label || (onlyOn_ && *onlyOn_ != from)) {
        return;
    }
    first = std::max(first, 0);
    last = std::min(last, labels_.width());
    while (first < last) {
        // The row is asked for anew, as open() may have detached the map.
        const uint16_t* row = labels_.scanLine(y);
        const uint16_t* begin = std::find(row + first, row + last, from);
        const uint16_t* end =
            std::find_if(begin, row + last, [from](uint16_t v) { return v != from; });
        const int runFirst = static_cast<int>(begin - row);
        first = static_cast<int>(end - row);
        if (runFirst < first) {
            std::fill_n(open(y, runFirst, first) + runFirst, first - runFirst, label);
        }
    }
}

void LabelWriter::copy(
    int y, int first, const uint16_t* values, int count, bool voidIsTransparent) {
    const uint16_t* row = labels_.scanLine(y) + first;
    const auto changes = [&](int i) {
        return values[i] != row[i] && !(voidIsTransparent && values[i] == kVoid) &&
               (!onlyOn_ || row[i] == *onlyOn_);
    };
    int begin = 0;
    while (begin < count && !changes(begin)) {
        ++begin;
    }
    int end = count;
    while (begin < end && !changes(end - 1)) {
        --end;
    }
    if (begin == end) {
        return;
    }
    uint16_t* to = open(y, first + begin, first + end) + first;
    row = to;
    for (int i = begin; i < end; ++i) {
        if (changes(i)) {
            to[i] = values[i];
        }
    }
}

}  // namespace tessera
