// How much of the picture the local branch drew.
#include <QCoreApplication>
#include <QPainter>
#include <algorithm>

#include "core/jobs/figures/figures.h"
#include "core/jobs/figures/page.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr double kCaption = 22;
constexpr double kOpacity = 0.75;  // of the heat over the photo
constexpr double kHistogramHeight = 70;
const QColor kInk(0x3b, 0x6e, 0x8f);

void addPictures(Page& page, const Inspection& inspection, const WeightFindings& found) {
    const double width = (Page::kWidth - 2 * Page::kGap) / 3;
    const double height = width * inspection.size().height() / inspection.size().width();
    const auto titled = [=](const QImage& picture, const QString& name) {
        return [=](QPainter& painter, const QRectF& area) {
            drawPicture(painter, area.adjusted(0, 0, 0, -kCaption), picture);
            drawText(painter,
                     {area.left(), area.bottom() - kCaption + 1, area.width(), 11},
                     name,
                     kSmallText + 1);
        };
    };
    const QImage photo = inspection.photo();
    const auto weights = [=](QPainter& painter, const QRectF& area) {
        const QRectF place = area.adjusted(0, 0, 0, -kCaption);
        drawPicture(painter, place, photo);
        painter.save();
        painter.setOpacity(kOpacity);
        painter.drawImage(place, heatImage(found.local, 0, 1));
        painter.restore();
        drawScale(painter,
                  {place.left(), place.bottom() + 3, place.width(), 20},
                  0,
                  1,
                  Text::tr("W_l over the photo: global to local"));
    };
    page.addTiles(height + kCaption,
                  {{width, titled(inspection.labels(), Text::tr("labels"))},
                   {width, titled(photo, Text::tr("photo"))},
                   {width, weights}});
}

void drawHistogram(QPainter& painter, const QRectF& area, const WeightFindings& found) {
    drawText(painter,
             {area.left(), area.top(), area.width(), 11},
             Text::tr("pixels by W_l, mean %1").arg(found.mean, 0, 'f', 3),
             kSmallText + 1);
    const QRectF plot = area.adjusted(0, 12, 0, -10);
    const auto most = static_cast<double>(
        std::max<qint64>(1, *std::max_element(found.histogram.begin(), found.histogram.end())));
    const double bin = plot.width() / static_cast<double>(found.histogram.size());
    for (size_t i = 0; i < found.histogram.size(); ++i) {
        const double height = plot.height() * static_cast<double>(found.histogram[i]) / most;
        painter.fillRect(QRectF(plot.left() + static_cast<double>(i) * bin,
                                plot.bottom() - height,
                                bin - 0.4,
                                height),
                         kInk);
    }
    painter.setPen(QPen(Qt::black, 0.5));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    const QRectF axis(plot.left(), plot.bottom() + 1, plot.width(), 9);
    drawText(painter, axis, QStringLiteral("0"), kSmallText);
    drawText(painter, axis, QStringLiteral("0.5"), kSmallText, Qt::AlignCenter);
    drawText(painter, axis, QStringLiteral("1"), kSmallText, Qt::AlignRight | Qt::AlignVCenter);
}

void drawBars(QPainter& painter, const QRectF& area, const WeightFindings& found) {
    drawText(painter,
             {area.left(), area.top(), area.width(), 11},
             Text::tr("share that the local branch drew of each class (area of the class)"),
             kSmallText + 1);
    QRectF line(area.left(), area.top() + 13, area.width(), kBarLine);
    for (const WeightFindings::OfClass& one : found.classes) {
        drawBarLine(painter,
                    line,
                    one.of.color,
                    QStringLiteral("%1 (%2 %)").arg(one.of.name).arg(one.of.share * 100, 0, 'f', 1),
                    one.mean);
        line.translate(0, kBarLine);
    }
}

QString numbersOf(const QString& subject, const WeightFindings& found) {
    QString lines =
        csvLine({subject, QStringLiteral("mean"), QStringLiteral("all"), csvNumber(found.mean)});
    for (const WeightFindings::OfClass& one : found.classes) {
        lines += csvLine({subject, QStringLiteral("mean"), one.of.name, csvNumber(one.mean)});
    }
    const auto bins = static_cast<double>(found.histogram.size());
    for (size_t i = 0; i < found.histogram.size(); ++i) {
        lines += csvLine({subject,
                          QStringLiteral("pixels from"),
                          csvNumber(static_cast<double>(i) / bins),
                          QString::number(found.histogram[i])});
    }
    return lines;
}

}  // namespace

Figure weightsFigure(const FigureSubjects& subjects) {
    Page page;
    QString numbers = QStringLiteral("label,quantity,of,value\n");
    for (const FigureSubject& subject : subjects) {
        const WeightFindings found = subject.inspection.weights();
        page.title(subject.name);
        addPictures(page, subject.inspection, found);
        const double height =
            std::max(kHistogramHeight, 13 + kBarLine * static_cast<double>(found.classes.size()));
        page.add(height + Page::kGap, [=](QPainter& painter, const QRectF& area) {
            const double half = (Page::kWidth - 2 * Page::kGap) / 3;
            drawHistogram(painter, {area.left(), area.top(), half, kHistogramHeight}, found);
            drawBars(painter,
                     {area.left() + half + Page::kGap, area.top(), 2 * half + Page::kGap, height},
                     found);
        });
        numbers += numbersOf(subject.name, found);
    }
    page.note(Text::tr("W_l weighs the local branch and W_g = 1 - W_l the global one (Eq. 7)."));
    return page.figure(numbers);
}

}  // namespace tessera
