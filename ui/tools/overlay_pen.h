// Lines that are seen on any picture: light, with a dark halo.
#pragma once

#include <QPainter>
#include <utility>

#include "ui/theme/theme.h"

namespace tessera::ui {

/// Calls draw() twice: under the wide dark pen, then under the thin light one.
template <typename Draw>
void strokeOverlay(QPainter& painter, Draw draw) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const auto& [colour, width] :
         {std::pair(colours().halo, 3.0), std::pair(colours().overlay, 1.25)}) {
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        draw();
    }
    painter.restore();
}

}  // namespace tessera::ui
