// Translates label maps from palette to palette.
#include "ui/palette/palette_switch.h"

#include <vector>

namespace tessera::ui {

PaletteSwitch switchPalette(const LabelMap& labels, const Palette& from, const Palette& to) {
    PaletteSwitch result{labels, {}, 0};
    const std::vector<qint64> areas = labels.classAreas(from.size());
    std::vector<uint16_t> target(from.size(), kVoid);
    qint64 lost = 0;
    for (int i = 0; i < from.size(); ++i) {
        const int match = to.indexOfName(from.classes()[i].name);
        if (match >= 0) {
            target[i] = static_cast<uint16_t>(match);
        } else if (areas[i] > 0) {
            result.lost.append(from.classes()[i].name);
            lost += areas[i];
        }
    }
    for (int y = 0; y < labels.height(); ++y) {
        uint16_t* row = result.labels.writableScanLine(y);
        for (int x = 0; x < labels.width(); ++x) {
            row[x] = row[x] < target.size() ? target[row[x]] : kVoid;
        }
    }
    if (!labels.isEmpty()) {
        result.lostShare = static_cast<double>(lost) / (double(labels.width()) * labels.height());
    }
    return result;
}

}  // namespace tessera::ui
