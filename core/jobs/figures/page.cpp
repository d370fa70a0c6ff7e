// Blocks, text, pictures, heat and scales in print.
#include "core/jobs/figures/page.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

namespace tessera {
namespace {

constexpr double kMargin = 14;
constexpr double kHair = 0.4;
constexpr int kLeastHeat = 512;  // pixels that a heat map has at least in a file
const QColor kGrey(0x60, 0x60, 0x60);
const QColor kFrame(0x30, 0x30, 0x30);

QFont fontOf(int size, bool bold = false) {
    QFont font;
    font.setPixelSize(size);
    font.setBold(bold);
    return font;
}

/// Viewers smooth what they enlarge; cells of a map have to stay cells.
QImage enlarged(const QImage& image) {
    const int factor = std::max(1, kLeastHeat / std::max(image.width(), image.height()));
    return image.scaled(image.size() * factor, Qt::IgnoreAspectRatio, Qt::FastTransformation);
}

void drawFrame(QPainter& painter, const QRectF& area) {
    painter.setPen(QPen(kFrame, kHair));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area);
}

}  // namespace

void Page::add(double height, Block block) {
    blocks_.push_back({{0, height_, kWidth, height}, std::move(block)});
    height_ += height;
}

void Page::title(const QString& text) {
    add(kTitleText * 1.6, [text](QPainter& painter, const QRectF& area) {
        drawText(
            painter, area, text, kTitleText, Qt::AlignLeft | Qt::AlignVCenter, TextStyle::Bold);
    });
}

void Page::note(const QString& text) {
    const QRectF bounds = QFontMetricsF(fontOf(kSmallText + 1))
                              .boundingRect(QRectF(0, 0, kWidth, 1000), Qt::TextWordWrap, text);
    add(bounds.height() + 3, [text](QPainter& painter, const QRectF& area) {
        painter.setFont(fontOf(kSmallText + 1));
        painter.setPen(kGrey);
        painter.drawText(area, Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, text);
    });
}

void Page::addTiles(double height, const std::vector<Tile>& tiles, double gap) {
    constexpr double kRounding = 1e-6;
    for (auto first = tiles.begin(); first != tiles.end();) {
        double width = first->width;
        auto last = first + 1;
        for (; last != tiles.end() && width + gap + last->width <= kWidth + kRounding; ++last) {
            width += gap + last->width;
        }
        const std::vector<Tile> line(first, last);
        add(height + gap, [=](QPainter& painter, const QRectF& area) {
            double left = area.left();
            for (const Tile& tile : line) {
                tile.paint(painter, {left, area.top(), tile.width, height});
                left += tile.width + gap;
            }
        });
        first = last;
    }
}

Figure Page::figure(const QString& numbers) const {
    const QSizeF size(kWidth + 2 * kMargin, height_ + 2 * kMargin);
    return {size,
            [blocks = blocks_](QPainter& painter) {
                for (const Placed& block : blocks) {
                    block.paint(painter, block.area.translated(kMargin, kMargin));
                }
            },
            numbers};
}

void drawText(QPainter& painter,
              const QRectF& area,
              const QString& text,
              int size,
              Qt::Alignment alignment,
              TextStyle style) {
    const QFont font = fontOf(size, style == TextStyle::Bold);
    painter.setFont(font);
    painter.setPen(style == TextStyle::Grey ? kGrey : QColor(Qt::black));
    painter.drawText(area,
                     static_cast<int>(alignment) | Qt::TextSingleLine,
                     QFontMetricsF(font).elidedText(text, Qt::ElideRight, area.width() + 1));
}

void drawPicture(QPainter& painter, const QRectF& area, const QImage& picture) {
    painter.drawImage(area, picture);
    drawFrame(painter, area);
}

Page::Block pictureTile(const QImage& picture, const QString& name) {
    return [=](QPainter& painter, const QRectF& area) {
        drawPicture(painter, area.adjusted(0, 0, 0, -kTileCaption), picture);
        drawText(painter,
                 {area.left(), area.bottom() - kTileCaption + 1, area.width(), kTileCaption - 1},
                 name,
                 kSmallText + 1);
    };
}

void drawHeat(QPainter& painter,
              const QRectF& area,
              const NumberMap& map,
              float low,
              float high,
              double opacity,
              ColourMap colours) {
    painter.save();
    painter.fillRect(area, QBrush(QColor(0xb0, 0xb0, 0xb0), Qt::BDiagPattern));
    painter.setOpacity(opacity);
    painter.drawImage(area, enlarged(heatImage(map, low, high, colours)));
    painter.restore();
    drawFrame(painter, area);
}

void drawScale(QPainter& painter,
               const QRectF& area,
               double low,
               double high,
               const QString& name,
               ColourMap map) {
    const QRectF bar(area.left(), area.top(), area.width(), 6);
    painter.drawImage(bar, colourBar({256, 1}, map));
    drawFrame(painter, bar);
    const QRectF line(area.left(), bar.bottom() + 1, area.width(), kSmallText * 1.5);
    drawText(painter, line, shortNumber(low), kSmallText);
    drawText(painter, line, name, kSmallText, Qt::AlignCenter);
    drawText(painter, line, shortNumber(high), kSmallText, Qt::AlignRight | Qt::AlignVCenter);
}

void drawSwatch(
    QPainter& painter, const QRectF& area, const QColor& color, const QString& text, int size) {
    const QRectF square(area.left(), area.center().y() - size / 2.0, size, size);
    painter.fillRect(square, color);
    drawFrame(painter, square);
    drawText(painter, area.adjusted(size + 3, 0, 0, 0), text, size);
}

void drawBarLine(
    QPainter& painter, const QRectF& line, const QColor& color, const QString& text, double value) {
    const QColor ink(0x3b, 0x6e, 0x8f), light(0xe6, 0xea, 0xee);
    drawSwatch(painter, {line.left(), line.top(), 108, line.height()}, color, text, kSmallText + 1);
    const QRectF bar(line.left() + 112, line.top() + 2, line.width() - 142, line.height() - 4);
    painter.fillRect(bar, light);
    painter.fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * value, bar.height())), ink);
    drawText(painter,
             {bar.right() + 3, line.top(), 27, line.height()},
             QString::number(value, 'f', 3),
             kSmallText + 1);
}

QString csvLine(const QStringList& fields) {
    QStringList quoted;
    for (QString field : fields) {
        if (field.contains(QLatin1Char(',')) || field.contains(QLatin1Char('"')) ||
            field.contains(QLatin1Char('\n'))) {
            field.replace(QLatin1Char('"'), QStringLiteral("\"\""));
            field = QLatin1Char('"') + field + QLatin1Char('"');
        }
        quoted << field;
    }
    return quoted.join(QLatin1Char(',')) + QLatin1Char('\n');
}

QString csvNumber(double value) {
    return QString::number(value, 'g', 6);
}

}  // namespace tessera
