// A figure's page: blocks one under the other, and what they are drawn with.
#pragma once

#include <QColor>
#include <QImage>
#include <QRectF>
#include <vector>

#include "core/jobs/figures/figure.h"
#include "core/jobs/inspection/colour_map.h"

namespace tessera {

/// Sizes of text, points.
inline constexpr int kSmallText = 6;
inline constexpr int kPlainText = 8;
inline constexpr int kTitleText = 10;

/// Blocks from the top down, of one width.
class Page {
public:
    static constexpr double kWidth = 540;  ///< points, of a block
    static constexpr double kGap = 8;

    using Block = std::function<void(QPainter&, const QRectF& area)>;

    void add(double height, Block block);
    void gap(double height = kGap) { height_ += height; }
    void title(const QString& text);
    void note(const QString& text);  ///< small, grey, as many lines as it takes

    struct Tile {
        double width = 0;
        Block paint;
    };

    /// Tiles of one height from left to right, as many lines as they take.
    void addTiles(double height, const std::vector<Tile>& tiles, double gap = kGap);

    Figure figure(const QString& numbers) const;

private:
    struct Placed {
        QRectF area;
        Block paint;
    };
    double height_ = 0;
    std::vector<Placed> blocks_;
};

enum class TextStyle { Plain, Bold, Grey };

/// One line inside `area`, its end left out where it is too long.
void drawText(QPainter& painter,
              const QRectF& area,
              const QString& text,
              int size = kPlainText,
              Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter,
              TextStyle style = TextStyle::Plain);

/// A picture that fills `area`, with a thin frame.
void drawPicture(QPainter& painter, const QRectF& area, const QImage& picture);

/// A picture over its name, which takes the lowest kTileCaption points.
Page::Block pictureTile(const QImage& picture, const QString& name);
inline constexpr double kTileCaption = 12;

/// Numbers as heat; NaN is hatched. What is smaller than print stays cells, not a blur.
void drawHeat(QPainter& painter,
              const QRectF& area,
              const NumberMap& map,
              float low,
              float high,
              double opacity = 1,
              ColourMap colours = ColourMap::Sequential);

/// A colour bar with numbers at both ends and a name between them.
void drawScale(QPainter& painter,
               const QRectF& area,
               double low,
               double high,
               const QString& name,
               ColourMap map = ColourMap::Sequential);

/// A square of a class's colour and a text beside it.
void drawSwatch(QPainter& painter,
                const QRectF& area,
                const QColor& color,
                const QString& text,
                int size = kPlainText);

/// One line: a class's colour and name, a bar, and its number, 0 to 1.
void drawBarLine(
    QPainter& painter, const QRectF& line, const QColor& color, const QString& text, double value);
inline constexpr double kBarLine = 11;  ///< its height, points

/// A line of CSV; what needs it is quoted.
QString csvLine(const QStringList& fields);

/// Six digits, with a point whatever the language.
QString csvNumber(double value);

}  // namespace tessera
