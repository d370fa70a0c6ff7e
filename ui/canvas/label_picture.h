// The labels in their palette's colours, kept up to date a region at a time.
#pragma once

#include <QImage>
#include <QRect>
#include <vector>

#include "core/labels/label_map.h"
#include "core/palette/palette.h"

namespace tessera::ui {

class LabelPicture {
public:
    /// Another map or another palette: everything is coloured anew.
    void reset(const LabelMap& labels, const Palette& palette);

    /// The same map after a change inside `area`.
    void update(const LabelMap& labels, const QRect& area);

    const QImage& image() const { return image_; }  ///< Format_RGB32, the map's size

private:
    QImage image_;
    std::vector<QRgb> colours_;  // by class index
    QRgb voidColour_ = 0;
};

}  // namespace tessera::ui
