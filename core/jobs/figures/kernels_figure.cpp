// Fig. 5: what pinned pixels are made from, level by level.
#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/files/whole_file.h"
#include "core/jobs/figures/figures.h"
#include "core/jobs/figures/kernel_drawing.h"
#include "core/jobs/figures/page.h"
#include "core/palette/void.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

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

QString percent(std::optional<double> share) {
    return share ? QStringLiteral("%1 %").arg(*share * 100, 0, 'f', 0) : QStringLiteral("–");
}

/// "98 % on window": the share of a kernel's weight, and the class.
QString shareOn(const Inspection& inspection, quint16 channel, std::optional<double> purity) {
    const QString name = inspection.palette().nameOf(channel);
    return purity ? Text::tr("%1 on %2").arg(percent(purity), name) : name;
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
                 Text::tr("%1, %2 of %3 bit")
                     .arg(shareOn(inspection, kernel.channel, kernel.purity))
                     .arg(kernel.entropy, 0, 'f', 2)
                     .arg(2 * std::log2(kernel.side), 0, 'f', 2),
                 kSmallText + 1,
                 Qt::AlignLeft | Qt::AlignVCenter,
                 TextStyle::Grey);
    };
}

/// The composed kernel at the bottleneck over the photo, brighter where more was drawn from.
Page::Block traceBlock(const KernelTrace& trace,
                       const QString& share,
                       const QImage& photo,
                       const QColor& color) {
    return [=](QPainter& painter, const QRectF& area) {
        drawText(painter,
                 {area.left(), area.top(), area.width() + 6, 11},
                 Text::tr("Through all levels"),
                 kSmallText + 1);
        const QRectF place(area.left(), area.top() + 14, kCropSide, kCropSide);
        drawTraceOnPhoto(painter, place, trace, photo, color);
        drawText(painter,
                 {area.left(), place.bottom() + 3, area.width(), 11},
                 share,
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
        const std::vector<ClassShare>& classes = inspection.classes();
        const auto lines = static_cast<size_t>(height / 11);
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
    std::optional<double> purity;
    if (!trace.purity.empty()) {
        purity = trace.purity.back();
    }
    const QString share = shareOn(inspection, inspection.channelAt(pin), purity);
    tiles.push_back({kCropSide, traceBlock(trace, share, photo, color)});
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
        "the bottleneck. Below: the share of the weight on the class that most of the cell "
        "is, the kernel's entropy and the largest possible."));
    return page.figure(numbers);
}

}  // namespace tessera
