// Borders found by comparing neighbours, one pass for the horizontal and one for the vertical ones.
#include "ui/canvas/class_outline.h"

namespace tessera::ui {

namespace {
// Calls add(first, end) for each run of positions in 0 .. length-1 where isEdge holds.
template <typename IsEdge, typename Add>
void forRuns(int length, IsEdge isEdge, Add add) {
    int start = -1;
    for (int i = 0; i <= length; ++i) {
        const bool edge = i < length && isEdge(i);
        if (edge && start < 0) {
            start = i;
        } else if (!edge && start >= 0) {
            add(start, i);
            start = -1;
        }
    }
}
}  // namespace

QList<QLine> classOutline(const LabelMap& labels, uint16_t label) {
    QList<QLine> lines;
    const auto is = [&](int x, int y) {
        return labels.contains({x, y}) && labels.at(x, y) == label;
    };
    for (int y = 0; y <= labels.height(); ++y) {
        forRuns(
            labels.width(),
            [&](int x) { return is(x, y - 1) != is(x, y); },
            [&](int first, int end) { lines.append(QLine(first, y, end, y)); });
    }
    for (int x = 0; x <= labels.width(); ++x) {
        forRuns(
            labels.height(),
            [&](int y) { return is(x - 1, y) != is(x, y); },
            [&](int first, int end) { lines.append(QLine(x, first, x, end)); });
    }
    return lines;
}

}  // namespace tessera::ui
