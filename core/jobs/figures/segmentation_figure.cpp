// What a segmenter sees in the picture, beside what was painted.
#include <QCoreApplication>
#include <QPainter>

#include "core/images/image_files.h"
#include "core/jobs/figures/figures.h"
#include "core/jobs/figures/page.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

void addPictures(Page& page, const Inspection& inspection, const QImage& read) {
    const double width = (Page::kWidth - 2 * Page::kGap) / 3;
    const double height = width * inspection.size().height() / inspection.size().width();
    page.addTiles(height + kTileCaption,
                  {{width, pictureTile(inspection.labels(), Text::tr("painted"))},
                   {width, pictureTile(inspection.photo(), Text::tr("photo"))},
                   {width, pictureTile(read, Text::tr("read off the photo"))}});
}

/// The classes of either map in the palette's order, two columns of bars.
void addBars(Page& page, const Palette& palette, const Agreement& agreement) {
    std::vector<int> there;
    for (int i = 0; i < palette.size(); ++i) {
        if (agreement.iou[static_cast<size_t>(i)]) {
            there.push_back(i);
        }
    }
    const size_t lines = (there.size() + 1) / 2;
    page.add(static_cast<double>(lines) * kBarLine + Page::kGap,
             [=](QPainter& painter, const QRectF& area) {
                 const double width = (area.width() - Page::kGap) / 2;
                 for (size_t i = 0; i < there.size(); ++i) {
                     const int position = there[i];
                     const size_t line = i / 2, column = i % 2;
                     drawBarLine(painter,
                                 {area.left() + static_cast<double>(column) * (width + Page::kGap),
                                  area.top() + static_cast<double>(line) * kBarLine,
                                  width,
                                  kBarLine},
                                 palette.colorOf(static_cast<quint16>(position)),
                                 palette.nameOf(static_cast<quint16>(position)),
                                 *agreement.iou[static_cast<size_t>(position)]);
                 }
             });
}

QString numbersOf(const QString& subject, const Palette& palette, const Agreement& agreement) {
    QString lines =
        csvLine({subject, QStringLiteral("accuracy"), {}, csvNumber(agreement.accuracy)}) +
        csvLine({subject, QStringLiteral("mIoU"), {}, csvNumber(agreement.meanIou)});
    for (int i = 0; i < palette.size(); ++i) {
        if (const std::optional<double>& iou = agreement.iou[static_cast<size_t>(i)]) {
            lines += csvLine({subject,
                              QStringLiteral("IoU"),
                              palette.nameOf(static_cast<quint16>(i)),
                              csvNumber(*iou)});
        }
    }
    return lines;
}

}  // namespace

Figure segmentationFigure(const FigureSubjects& subjects, const LabelReader& reader) {
    Page page;
    QString numbers = QStringLiteral("label,quantity,class,value\n");
    const Palette& palette = reader.palette();
    for (const FigureSubject& subject : subjects) {
        const Inspection& inspection = subject.inspection;
        const LabelMap read = reader.read(inspection.photo());
        const Agreement agreement = agreementOf(inspection.labelMap(), read, palette.size());
        page.title(Text::tr("%1: accuracy %2, mIoU %3")
                       .arg(subject.name)
                       .arg(agreement.accuracy, 0, 'f', 3)
                       .arg(agreement.meanIou, 0, 'f', 3));
        addPictures(page, inspection, colorImage(read, palette));
        addBars(page, palette, agreement);
        numbers += numbersOf(subject.name, palette, agreement);
    }
    page.note(
        Text::tr("Read by %1, another network than the one that drew. Bars: intersection over "
                 "union of what was painted and what was read, for the classes that either "
                 "has; pixels painted as void don't count.")
            .arg(reader.name()));
    return page.figure(numbers);
}

}  // namespace tessera
