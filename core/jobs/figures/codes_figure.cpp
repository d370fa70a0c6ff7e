// The style code of each region, and which regions are alike.
#include <QCoreApplication>
#include <QPainter>
#include <cmath>

#include "core/jobs/figures/figures.h"
#include "core/jobs/figures/page.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr double kLine = 14;
constexpr double kName = 96;
constexpr double kCell = 22;
constexpr double kScale = 20;
constexpr float kOpacity = 0.6F;  // of cells

void addPictures(Page& page, const Inspection& inspection) {
    const double width = (Page::kWidth - Page::kGap) / 2;
    const double height = width * inspection.size().height() / inspection.size().width();
    page.addTiles(height + kTileCaption,
                  {{width, pictureTile(inspection.labels(), Text::tr("labels"))},
                   {width, pictureTile(inspection.photo(), Text::tr("photo"))}});
}

/// One row of a map of numbers.
NumberMap rowOf(const NumberMap& map, int row) {
    const auto first = map.values.begin() + static_cast<qptrdiff>(row) * map.size.width();
    return {{map.size.width(), 1}, 1, {first, first + map.size.width()}};
}

void drawCosines(QPainter& painter, const QRectF& line, const CodeFindings& found, int row) {
    QRectF cell(line.left(), line.top() + 1, kCell - 1, kLine - 2);
    for (int column = 0; column < found.cosines.size.width(); ++column) {
        const float cosine = found.cosines.at(column, row);
        QColor fill = QColor::fromRgba(colourOf(cosine, found.leastCosine, 1));
        fill.setAlphaF(std::isnan(cosine) ? 0 : kOpacity);  // behind black numbers
        painter.fillRect(cell, fill);
        drawText(painter,
                 cell,
                 std::isnan(cosine) ? QStringLiteral("–") : QString::number(cosine, 'f', 2),
                 kSmallText,
                 Qt::AlignCenter);
        cell.translate(kCell, 0);
    }
}

void drawRows(QPainter& painter, const QRectF& area, const CodeFindings& found) {
    const double cosines = kCell * found.cosines.size.width();
    const double strip = area.width() - kName - cosines - 2 * Page::kGap;
    QRectF head(area.right() - cosines, area.top(), kCell - 1, kLine - 2);
    for (const CodeFindings::OfClass& one : found.classes) {
        painter.fillRect(head.adjusted(0, 4, 0, 0), one.of.color);
        head.translate(kCell, 0);
    }
    QRectF line(area.left(), area.top() + kLine, area.width(), kLine);
    for (int row = 0; row < found.codes.size.height(); ++row) {
        const ClassShare& of = found.classes[static_cast<size_t>(row)].of;
        drawSwatch(painter,
                   {line.left(), line.top(), kName, line.height()},
                   of.color,
                   of.name,
                   kSmallText + 1);
        drawHeat(painter,
                 {line.left() + kName + Page::kGap, line.top() + 1, strip, kLine - 2},
                 rowOf(found.codes, row),
                 -found.range,
                 found.range,
                 1,
                 ColourMap::Diverging);
        drawCosines(painter, {area.right() - cosines, line.top(), cosines, kLine}, found, row);
        line.translate(0, kLine);
    }
    drawScale(painter,
              {area.left() + kName + Page::kGap, line.top() + 3, strip, kScale},
              -found.range,
              found.range,
              Text::tr("values of the codes"),
              ColourMap::Diverging);
}

QString numbersOf(const QString& subject, const CodeFindings& found) {
    QString lines;
    for (int row = 0; row < found.codes.size.height(); ++row) {
        const QString name = found.classes[static_cast<size_t>(row)].of.name;
        for (int i = 0; i < found.codes.size.width(); ++i) {
            lines += csvLine({subject,
                              QStringLiteral("code"),
                              name,
                              QString::number(i),
                              csvNumber(found.codes.at(i, row))});
        }
        for (int other = 0; other < found.cosines.size.width(); ++other) {
            lines += csvLine({subject,
                              QStringLiteral("cosine"),
                              name,
                              found.classes[static_cast<size_t>(other)].of.name,
                              csvNumber(found.cosines.at(other, row))});
        }
    }
    return lines;
}

}  // namespace

Figure codesFigure(const FigureSubjects& subjects) {
    Page page;
    QString numbers = QStringLiteral("label,quantity,class,with,value\n");
    for (const FigureSubject& subject : subjects) {
        const CodeFindings found = subject.inspection.codes();
        page.title(subject.name);
        addPictures(page, subject.inspection);
        page.add(kLine * static_cast<double>(found.classes.size() + 1) + kScale + Page::kGap,
                 [=](QPainter& painter, const QRectF& area) { drawRows(painter, area, found); });
        numbers += numbersOf(subject.name, found);
    }
    page.note(
        Text::tr("A row a region, by area: its style code, and its cosine with the code of each "
                 "region, in the same order. Regions of one photo are alike as far as that photo "
                 "is; without a photo a code is zero and has no direction."));
    return page.figure(numbers);
}

}  // namespace tessera
