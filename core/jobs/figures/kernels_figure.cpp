// Fig. 5: what pinned pixels are made from, level by level.
#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/files/whole_file.h"
#include "core/jobs/figures/figures.h"
#include "core/jobs/figures/page.h"
#include "core/palette/void.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr size_t kArrows = 3;
constexpr double kKernelSide = 76;  // points, as the crop of the photo beside it
constexpr double kCropSide = 70;
constexpr double kItemWidth = kCropSide + 4 + kKernelSide;
constexpr double kItemGap = 6;
constexpr double kItemHeight = kKernelSide + 22;
constexpr double kPictureHeight = 150;

QColor pinColour(size_t index) {
    static const std::array<QColor, 5> colours = {
        QColor(0xff5f5f), QColor(0x45c1ff), QColor(0xffd23f), QColor(0xc98bff), QColor(0x9be28a)};
    return colours[index % colours.size()];
}

/// A part of a picture that may reach beyond it, where it is grey.
void drawCrop(QPainter& painter, const QRectF& area, const QImage& picture, const QRectF& part) {
    painter.fillRect(area, QColor(0xd8, 0xd8, 0xd8));
    const QRectF inside = part & QRectF(picture.rect());
    const double scale = area.width() / part.width();
    painter.drawImage(
        QRectF(area.topLeft() + (inside.topLeft() - part.topLeft()) * scale, inside.size() * scale),
        picture,
        inside);
}

/// From positions in the picture to the page.
struct Lens {
    QRectF area;
    QRectF part;

    double scale() const { return area.width() / part.width(); }
    QPointF operator()(QPointF position) const {
        return area.topLeft() + (position - part.topLeft()) * scale();
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

void drawPin(QPainter& painter, QPointF centre, const QColor& color, const QString& name) {
    const QRectF square(centre.x() - 3, centre.y() - 3, 6, 6);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0x20, 0x20, 0x20), 2.2));
    painter.drawRect(square);
    painter.setPen(QPen(color, 1.2));
    painter.drawRect(square);
    const QRectF place(square.right() + 2, square.top() - 1, 8, 8);
    painter.fillRect(place, QColor(255, 255, 255, 210));
    drawText(painter, place, name, kSmallText, Qt::AlignCenter, TextStyle::Bold);
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
    const Lens lens{area, window.adjusted(-margin, -margin, margin, margin)};
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

/// Every weight a square of heat with its number, in a frame of its source cell's class.
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
            const KernelTap& tap = kernel.taps[static_cast<size_t>(row * kernel.side + column)];
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

QString percent(std::optional<double> share) {
    return share ? QStringLiteral("%1 %").arg(*share * 100, 0, 'f', 0) : QStringLiteral("–");
}

Page::Block levelBlock(const Inspection& inspection,
                       const Kernel& kernel,
                       int levels,
                       const QImage& photo,
                       const QColor& color) {
    return [=](QPainter& painter, const QRectF& area) {
        const int source = 1 << (levels - kernel.level);
        drawText(
            painter,
            {area.left(), area.top(), area.width(), 11},
            Text::tr("Level %1: source cells of %2 x %2 pixels").arg(kernel.level + 1).arg(source),
            kSmallText + 1);
        const double top = area.top() + 11;
        const double down = (kKernelSide - kCropSide) / 2;
        painter.save();
        const QRectF crop(area.left(), top + down, kCropSide, kCropSide);
        painter.setClipRect(crop);
        drawKernelOnPhoto(painter, crop, kernel, photo, color);
        painter.restore();
        drawKernelCells(painter,
                        {area.left() + kCropSide + 4, top, kKernelSide, kKernelSide},
                        kernel,
                        inspection);
        drawText(painter,
                 {area.left(), top + kKernelSide, area.width(), 11},
                 Text::tr("own class %1, entropy %2 of %3 bit")
                     .arg(percent(kernel.purity))
                     .arg(kernel.entropy, 0, 'f', 2)
                     .arg(2 * std::log2(kernel.side), 0, 'f', 2),
                 kSmallText + 1,
                 Qt::AlignLeft | Qt::AlignVCenter,
                 TextStyle::Grey);
    };
}

/// The composed kernel at the bottleneck over the photo, brighter where more was drawn from.
Page::Block traceBlock(const KernelTrace& trace, const QImage& photo, const QColor& color) {
    return [=](QPainter& painter, const QRectF& area) {
        drawText(painter,
                 {area.left(), area.top(), area.width() + 6, 11},
                 Text::tr("Through all levels"),
                 kSmallText + 1);
        const NumberMap& map = trace.maps.back();
        const double side = std::max(trace.region.width(), trace.region.height()) * 1.2;
        const QPointF centre = trace.region.center();
        const Lens lens{{area.left(), area.top() + 14, kCropSide, kCropSide},
                        {centre.x() - side / 2, centre.y() - side / 2, side, side}};
        painter.save();
        painter.setClipRect(lens.area);
        drawCrop(painter, lens.area, photo, lens.part);
        painter.fillRect(lens.area, QColor(0, 0, 0, 110));
        const float most = *std::max_element(map.values.begin(), map.values.end());
        for (int y = 0; y < map.size.height(); ++y) {
            for (int x = 0; x < map.size.width(); ++x) {
                const QRectF cell = lens(QRectF(x * map.cell, y * map.cell, map.cell, map.cell));
                if (map.at(x, y) > 0 && cell.intersects(lens.area)) {
                    QColor heat = QColor::fromRgb(colourOf(map.at(x, y), 0, most));
                    heat.setAlphaF(std::min(0.9f, 0.9f * std::sqrt(map.at(x, y) / most)));
                    painter.fillRect(cell, heat);
                }
            }
        }
        painter.restore();
        painter.setPen(QPen(color, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(lens(trace.region) & lens.area);
        drawText(painter,
                 {area.left(), lens.area.bottom() + 3, area.width(), 11},
                 Text::tr("own class %1")
                     .arg(percent(trace.purity.empty() ? std::nullopt
                                                       : std::optional(trace.purity.back()))),
                 kSmallText + 1,
                 Qt::AlignLeft | Qt::AlignVCenter,
                 TextStyle::Grey);
    };
}

QString nameAt(const Inspection& inspection, QPoint pin) {
    return inspection.palette().nameOf(inspection.channelAt(pin));
}

/// Labels and photo with the pins, and the classes beside them.
void addPictures(Page& page, const Inspection& inspection, const std::vector<QPoint>& pins) {
    const QSize size = inspection.size();
    const double height = std::min(kPictureHeight, 200.0 * size.height() / size.width());
    const double width = height * size.width() / size.height();
    const QImage labels = inspection.labels(), photo = inspection.photo();
    const std::vector<ClassShare> classes = inspection.classes();
    page.add(height + Page::kGap, [=](QPainter& painter, const QRectF& area) {
        double left = area.left();
        for (const QImage& picture : {labels, photo}) {
            const QRectF place(left, area.top(), width, height);
            drawPicture(painter, place, picture);
            for (size_t i = 0; i < pins.size(); ++i) {
                const QPointF at = QPointF(pins[i]) + QPointF(0.5, 0.5);
                drawPin(painter,
                        place.topLeft() + at * (width / size.width()),
                        pinColour(i),
                        QString::number(i + 1));
            }
            left += width + Page::kGap;
        }
        const size_t lines = static_cast<size_t>(height / 11);
        for (size_t i = 0; i < std::min(lines, classes.size()); ++i) {
            drawSwatch(painter,
                       {left, area.top() + static_cast<double>(i) * 11, area.right() - left, 11},
                       classes[i].color,
                       QStringLiteral("%1, %2").arg(classes[i].name, percent(classes[i].share)),
                       kSmallText + 1);
        }
    });
}

QString numbersOf(const QString& subject, QPoint pin, const Kernel& kernel) {
    QString lines;
    for (size_t i = 0; i < kernel.taps.size(); ++i) {
        const KernelTap& tap = kernel.taps[i];
        const int row = static_cast<int>(i) / kernel.side,
                  column = static_cast<int>(i) % kernel.side;
        lines += csvLine({subject,
                          QString::number(pin.x()),
                          QString::number(pin.y()),
                          QString::number(kernel.level + 1),
                          QString::number(row),
                          QString::number(column),
                          csvNumber(tap.area.left()),
                          csvNumber(tap.area.top()),
                          csvNumber(tap.area.width()),
                          csvNumber(static_cast<double>(tap.weight)),
                          kernel.purity ? csvNumber(*kernel.purity) : QString(),
                          csvNumber(kernel.entropy)});
    }
    return lines;
}

void check(const FigureSubject& subject, QPoint pin) {
    if (!subject.inspection.contains(pin)) {
        fail(subject.name,
             Text::tr("the pixel %1,%2 is outside: the picture has %3 x %4, counted from 0")
                 .arg(pin.x())
                 .arg(pin.y())
                 .arg(subject.inspection.size().width())
                 .arg(subject.inspection.size().height()));
    }
}

/// One pin's name, its kernels and its trace; returns the numbers.
QString addPin(Page& page,
               const FigureSubject& subject,
               const QImage& photo,
               QPoint pin,
               size_t index,
               int decoder) {
    const Inspection& inspection = subject.inspection;
    const QColor color = pinColour(index);
    const QString name = Text::tr("Pin %1, pixel (%2, %3): %4")
                             .arg(index + 1)
                             .arg(pin.x())
                             .arg(pin.y())
                             .arg(nameAt(inspection, pin));
    page.add(
        13, [=](QPainter& painter, const QRectF& area) { drawSwatch(painter, area, color, name); });
    QString numbers;
    std::vector<Page::Tile> tiles;
    const int levels = inspection.model().levels;
    for (int level = 0; level < levels; ++level) {
        const Kernel kernel = inspection.kernelAt(level, pin, Upsampling::Sau, decoder);
        tiles.push_back({kItemWidth, levelBlock(inspection, kernel, levels, photo, color)});
        numbers += numbersOf(subject.name, pin, kernel);
    }
    const KernelTrace trace = inspection.trace(pin, Upsampling::Sau, decoder);
    tiles.push_back({kCropSide, traceBlock(trace, photo, color)});
    page.addTiles(kItemHeight, tiles, kItemGap);
    return numbers;
}

}  // namespace

Figure kernelsFigure(const FigureSubjects& subjects, const std::vector<QPoint>& pins, int decoder) {
    Page page;
    QString numbers = QStringLiteral(
        "label,pixel_x,pixel_y,level,row,column,source_x,source_y,source_side,weight,purity,"
        "entropy_bits\n");
    for (const FigureSubject& subject : subjects) {
        std::for_each(pins.begin(), pins.end(), [&](QPoint pin) { check(subject, pin); });
        page.title(subject.name);
        addPictures(page, subject.inspection, pins);
        const QImage photo = subject.inspection.photo();
        for (size_t i = 0; i < pins.size(); ++i) {
            numbers += addPin(page, subject, photo, pins[i], i, decoder);
        }
    }
    page.add(22, [](QPainter& painter, const QRectF& area) {
        drawScale(painter,
                  {area.left(), area.top() + 2, kItemWidth, 16},
                  0,
                  1,
                  Text::tr("of the kernel's largest weight"));
    });
    page.note(Text::tr(
        "Numbers: percent of the kernel's weight. Frames: "
        "the class of the source cell. Coloured square and arrows or dots: the cell that is "
        "made, and where it draws most from. Through all levels: the kernels composed down to "
        "the bottleneck. Own class: the share of the weight on the pixel's own class."));
    return page.figure(numbers);
}

}  // namespace tessera
