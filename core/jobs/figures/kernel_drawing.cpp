// Lenses, arrows, cells.
#include "core/jobs/figures/kernel_drawing.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace tessera {
namespace {

constexpr size_t kArrows = 3;

/// A part of a picture that may reach beyond it, where it is grey. In whole pixels: SVG knows no
/// part of an image.
void drawCrop(QPainter& painter, const QRectF& area, const QImage& picture, const QRect& part) {
    painter.fillRect(area, QColor(0xd8, 0xd8, 0xd8));
    const QRect inside = part & picture.rect();
    const double scale = area.width() / part.width();
    painter.drawImage(QRectF(area.topLeft() + QPointF(inside.topLeft() - part.topLeft()) * scale,
                             QSizeF(inside.size()) * scale),
                      picture.copy(inside));
}

/// From positions in the picture to the page.
struct Lens {
    QRectF area;
    QRect part;

    double scale() const { return area.width() / part.width(); }
    QPointF operator()(QPointF position) const {
        return area.topLeft() + (position - QPointF(part.topLeft())) * scale();
    }
    QRectF operator()(const QRectF& rect) const {
        return {(*this)(rect.topLeft()), rect.size() * scale()};
    }
};

void drawArrow(QPainter& painter, QPointF from, QPointF to, const QColor& color, double width) {
    const QPointF way = to - from;
    const double length = std::hypot(way.x(), way.y());
    const double head = 2.5 + 1.5 * width;
    if (length < 2 * head) {  // no room for an arrow
        painter.setPen(QPen(QColor(0x20, 0x20, 0x20), 0.4));
        painter.setBrush(color);
        painter.drawEllipse(to, head / 2, head / 2);
        painter.setBrush(Qt::NoBrush);
        return;
    }
    const QPointF along = way / length, across(-along.y(), along.x());
    const QPolygonF tip(
        {to, to - along * head + across * head * 0.45, to - along * head - across * head * 0.45});
    for (const auto& [ink, extra] : {std::pair(QColor(0x20, 0x20, 0x20), 0.8), {color, 0.0}}) {
        painter.setPen(QPen(ink, width + extra, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(from, to - along * head * 0.9);
        painter.setPen(QPen(ink, extra));
        painter.setBrush(ink);
        painter.drawPolygon(tip);
    }
    painter.setBrush(Qt::NoBrush);
}

/// The class that most of a source cell has; none outside and where that is void.
QColor classColour(const Inspection& inspection, const QRectF& cell) {
    std::vector<int> counts(inspection.palette().classes().size());
    const QRect pixels = cell.toRect() & QRect(QPoint(), inspection.size());
    for (int y = pixels.top(); y <= pixels.bottom(); ++y) {
        for (int x = pixels.left(); x <= pixels.right(); ++x) {
            const quint16 channel = inspection.channelAt({x, y});
            if (channel < counts.size()) {
                ++counts[channel];
            }
        }
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return most == counts.end() || *most == 0
               ? QColor(Qt::white)
               : inspection.palette().colorOf(static_cast<quint16>(most - counts.begin()));
}

/// Indices of the taps inside the picture, the heaviest first.
std::vector<size_t> heaviest(const Kernel& kernel) {
    std::vector<size_t> order(kernel.taps.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return kernel.taps[a].weight > kernel.taps[b].weight;
    });
    order.erase(std::remove_if(
                    order.begin(), order.end(), [&](size_t i) { return kernel.taps[i].outside; }),
                order.end());
    return order;
}

}  // namespace

void drawKernelOnPhoto(QPainter& painter,
                       const QRectF& area,
                       const Kernel& kernel,
                       const QImage& photo,
                       const QColor& color) {
    QRectF window;
    for (const KernelTap& tap : kernel.taps) {
        window |= tap.area;
    }
    const double margin = window.width() / kernel.side / 2;
    const Lens lens{area, window.adjusted(-margin, -margin, margin, margin).toRect()};
    drawCrop(painter, area, photo, lens.part);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(255, 255, 255, 150), 0.4));
    for (const KernelTap& tap : kernel.taps) {
        painter.drawRect(lens(tap.area));
    }
    painter.setPen(QPen(color, 1.2));
    painter.drawRect(lens(kernel.cell));
    const std::vector<size_t> order = heaviest(kernel);
    const float most = order.empty() ? 1 : kernel.taps[order.front()].weight;
    const float uniform = 1.0F / static_cast<float>(kernel.side * kernel.side);
    for (size_t i = 0; i < std::min(kArrows, order.size()); ++i) {
        const KernelTap& tap = kernel.taps[order[i]];
        if (tap.weight < uniform) {
            break;
        }
        drawArrow(painter,
                  lens(kernel.cell.center()),
                  lens(tap.area.center()),
                  color,
                  0.5 + static_cast<double>(tap.weight / most));
    }
}

void drawKernelCells(QPainter& painter,
                     const QRectF& area,
                     const Kernel& kernel,
                     const Inspection& inspection) {
    const double cell = area.width() / kernel.side;
    float most = 0;
    for (const KernelTap& tap : kernel.taps) {
        most = std::max(most, tap.weight);
    }
    for (int row = 0; row < kernel.side; ++row) {
        for (int column = 0; column < kernel.side; ++column) {
            const KernelTap& tap =
                kernel.taps[static_cast<size_t>(row) * static_cast<size_t>(kernel.side) +
                            static_cast<size_t>(column)];
            const QRectF outer(area.left() + column * cell, area.top() + row * cell, cell, cell);
            const QRectF inner = outer.adjusted(1.6, 1.6, -1.6, -1.6);
            const QColor heat = QColor::fromRgb(colourOf(tap.weight, 0, most));
            painter.fillRect(outer.adjusted(0.2, 0.2, -0.2, -0.2),
                             classColour(inspection, tap.area));
            painter.fillRect(inner, heat);
            QFont font;
            font.setPixelSize(std::clamp(static_cast<int>(cell * 0.4), 4, 9));
            painter.setFont(font);
            painter.setPen(qGray(heat.rgb()) > 120 ? Qt::black : Qt::white);
            const double percent = static_cast<double>(tap.weight) * 100;
            painter.drawText(inner.adjusted(-2, 0, 2, 0),
                             Qt::AlignCenter,
                             QString::number(percent, 'f', percent < 9.95 ? 1 : 0));
        }
    }
}

void drawTraceOnPhoto(QPainter& painter,
                      const QRectF& area,
                      const KernelTrace& trace,
                      const QImage& photo,
                      const QColor& color) {
    const NumberMap& map = trace.maps.back();
    const int side = static_cast<int>(std::max(trace.region.width(), trace.region.height()) * 1.2);
    const QPoint centre = trace.region.center().toPoint();
    const Lens lens{area, QRect(centre - QPoint(side / 2, side / 2), QSize(side, side))};
    drawCrop(painter, area, photo, lens.part);
    painter.fillRect(area, QColor(0, 0, 0, 110));
    const float most = *std::max_element(map.values.begin(), map.values.end());
    for (int y = 0; y < map.size.height(); ++y) {
        for (int x = 0; x < map.size.width(); ++x) {
            const QRectF cell = lens(QRectF(x * map.cell, y * map.cell, map.cell, map.cell));
            if (map.at(x, y) > 0 && cell.intersects(area)) {
                QColor heat = QColor::fromRgb(colourOf(map.at(x, y), 0, most));
                heat.setAlphaF(std::min(0.9f, 0.9f * std::sqrt(map.at(x, y) / most)));
                painter.fillRect(cell & area, heat);  // SVG knows no clip
            }
        }
    }
    painter.setPen(QPen(color, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(lens(trace.region) & area);
}

}  // namespace tessera
