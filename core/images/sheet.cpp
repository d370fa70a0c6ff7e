// Columns and rows by what they hold.
#include "core/images/sheet.h"

#include <QPainter>
#include <algorithm>
#include <vector>

namespace tessera {
namespace {

constexpr int kGap = 8;  // pixels, also round the sheet

/// Where each of a row of cells begins, and as the last one where the row ends.
std::vector<int> edges(const std::vector<int>& sizes) {
    std::vector<int> starts{kGap};
    for (const int size : sizes) {
        starts.push_back(starts.back() + size + kGap);
    }
    return starts;
}

}  // namespace

QImage pictureSheet(const QList<QImage>& pictures, int columns) {
    const qsizetype rows = (pictures.size() + columns - 1) / columns;
    std::vector<int> widths(static_cast<size_t>(columns), 0);
    std::vector<int> heights(static_cast<size_t>(rows), 0);
    for (qsizetype i = 0; i < pictures.size(); ++i) {
        int& width = widths[static_cast<size_t>(i % columns)];
        int& height = heights[static_cast<size_t>(i / columns)];
        width = std::max(width, pictures[i].width());
        height = std::max(height, pictures[i].height());
    }
    const std::vector<int> lefts = edges(widths);
    const std::vector<int> tops = edges(heights);
    QImage sheet(lefts.back(), tops.back(), QImage::Format_RGB888);
    sheet.fill(Qt::white);
    QPainter painter(&sheet);
    for (qsizetype i = 0; i < pictures.size(); ++i) {
        const auto column = static_cast<size_t>(i % columns);
        const auto row = static_cast<size_t>(i / columns);
        painter.drawImage(lefts[column] + (widths[column] - pictures[i].width()) / 2,
                          tops[row] + (heights[row] - pictures[i].height()) / 2,
                          pictures[i]);
    }
    return sheet;
}

QImage viewpointSheet(const QImage& source,
                      const QList<QImage>& maps,
                      const QList<QImage>& photos) {
    QList<QImage> cells{QImage()};
    cells << maps << source << photos;
    return pictureSheet(cells, static_cast<int>(maps.size()) + 1);
}

}  // namespace tessera
