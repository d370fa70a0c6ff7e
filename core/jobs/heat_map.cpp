// Heat maps and mosaics.
#include "core/jobs/heat_map.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/jobs/inspection/colour_map.h"
#include "model/inference/picture.h"

namespace tessera {
namespace {

constexpr int kLargestMosaic = 4096;  // pixels a side

}  // namespace

QImage heatMap(const float* values, int width, int height, float low, float high) {
    const std::array<QRgb, 256>& table = colours(ColourMap::Sequential);
    const float scale = high > low ? 255 / (high - low) : 0;
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const float value = (values[qsizetype{y} * width + x] - low) * scale;
            line[x] = table[static_cast<size_t>(std::min(255.0f, std::max(0.0f, value)))];
        }
    }
    return image;
}

QImage heatMosaic(const Array& planes, int columns, HeatRange range) {
    const int count = static_cast<int>(planes.shape[0]);
    const int height = static_cast<int>(planes.shape[1]);
    const int width = static_cast<int>(planes.shape[2]);
    if (columns <= 0) {
        columns = static_cast<int>(std::ceil(std::sqrt(count)));
    }
    const int rows = (count + columns - 1) / columns;
    QSize tile(width, height);
    const QSize largest(kLargestMosaic / columns, kLargestMosaic / rows);
    if (tile.width() > largest.width() || tile.height() > largest.height()) {
        tile = tile.scaled(largest, Qt::KeepAspectRatio).expandedTo({1, 1});
    }
    const float most = *std::max_element(planes.values.begin(), planes.values.end());
    QImage mosaic(tile.width() * columns, tile.height() * rows, QImage::Format_RGB32);
    mosaic.fill(Qt::black);
    QPainter painter(&mosaic);
    for (int i = 0; i < count; ++i) {
        const float* plane = planes.values.data() + qsizetype{i} * width * height;
        const auto [least, greatest] =
            std::minmax_element(plane, plane + qsizetype{width} * height);
        const bool own = range == HeatRange::Own;
        const QImage image =
            heatMap(plane, width, height, own ? *least : 0, own ? *greatest : most);
        painter.drawImage(i % columns * tile.width(),
                          i / columns * tile.height(),
                          image.scaled(tile, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    }
    return mosaic;
}

QImage rgbImage(const float* values, int width, int height) {
    QImage image(width, height, QImage::Format_RGB32);
    const qsizetype pixels = qsizetype{width} * height;
    const auto level = [](float value) {
        return static_cast<QRgb>(std::min(255.0f, std::max(0.0f, value * 127.5f + 128)));
    };
    for (int y = 0; y < height; ++y) {
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const float* const red = values + qsizetype{y} * width;
        for (int x = 0; x < width; ++x) {
            line[x] = 0xff000000u | level(red[x]) << 16 | level(red[pixels + x]) << 8 |
                      level(red[2 * pixels + x]);
        }
    }
    return image;
}

}  // namespace tessera
