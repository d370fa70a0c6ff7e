// Class indices to colours through a table.
#include "ui/canvas/label_picture.h"

namespace tessera::ui {

void LabelPicture::reset(const LabelMap& labels, const Palette& palette) {
    colours_.clear();
    for (const PaletteClass& entry : palette.classes()) {
        colours_.push_back(entry.color.rgb());
    }
    voidColour_ = palette.voidColor().rgb();
    if (image_.size() != labels.size()) {
        image_ = QImage(labels.size(), QImage::Format_RGB32);
    }
    update(labels, labels.rect());
}

void LabelPicture::update(const LabelMap& labels, const QRect& area) {
    const QRect inside = area & image_.rect() & labels.rect();
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        const uint16_t* from = labels.scanLine(y);
        QRgb* to = reinterpret_cast<QRgb*>(image_.scanLine(y));
        for (int x = inside.left(); x <= inside.right(); ++x) {
            to[x] = from[x] < colours_.size() ? colours_[from[x]] : voidColour_;
        }
    }
}

}  // namespace tessera::ui
