// Heat maps and mosaics.
#include "core/jobs/heat_map.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "model/inference/picture.h"

namespace tessera {
namespace {

constexpr int kLargestMosaic = 4096;  // pixels a side

// Lightness grows by about the same step from stop to stop.
constexpr std::array<std::array<int, 3>, 6> kStops{
    {{12, 12, 40}, {70, 30, 110}, {150, 45, 110}, {220, 85, 70}, {245, 160, 60}, {252, 250, 180}}};

std::array<QRgb, 256> makeTable() {
    std::array<QRgb, 256> table{};
    for (size_t i = 0; i < table.size(); ++i) {
        const double place = static_cast<double>(i) / 255 * (kStops.size() - 1);
        const size_t stop = std::min(static_cast<size_t>(place), kStops.size() - 2);
        const double part = place - static_cast<double>(stop);
        const auto mix = [&](size_t channel) {
            return qRound(kStops[stop][channel] * (1 - part) + kStops[stop + 1][channel] * part);
        };
        table[i] = qRgb(mix(0), mix(1), mix(2));
    }
    return table;
}

}  // namespace

QImage heatMap(const float* values, int width, int height, float low, float high) {
    static const std::array<QRgb, 256> table = makeTable();
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
    QImage image(width, height, QImage::Format_RGB888);
    const qsizetype pixels = qsizetype{width} * height;
    for (int y = 0; y < height; ++y) {
        uchar* line = image.scanLine(y);
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c) {
                const float value = values[c * pixels + qsizetype{y} * width + x] * 127.5f + 128;
                line[3 * x + c] = static_cast<uchar>(std::min(255.0f, std::max(0.0f, value)));
            }
        }
    }
    return image;
}

}  // namespace tessera
