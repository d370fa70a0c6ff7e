// Fig. 12: the features of single classes.
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

constexpr size_t kMostColumns = 6;  // of channels, in a line
constexpr size_t kClasses = 3;      // shown where none is named
constexpr double kCaption = 30;

/// The labels with all but one class in grey.
QImage maskOf(const Inspection& inspection, quint16 channel) {
    QImage image(inspection.size(), QImage::Format_RGB32);
    const QRgb own = inspection.palette().colorOf(channel).rgb();
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            line[x] = inspection.channelAt({x, y}) == channel ? own : qRgb(0xe4, 0xe4, 0xe4);
        }
    }
    return image;
}

Page::Block classTile(const Inspection& inspection, quint16 channel) {
    const QImage mask = maskOf(inspection, channel);
    const QString name = inspection.palette().nameOf(channel);
    const QColor color = inspection.palette().colorOf(channel);
    return [=](QPainter& painter, const QRectF& area) {
        const QRectF place = area.adjusted(0, 0, 0, -kCaption);
        drawPicture(painter, place, mask);
        drawSwatch(painter, {place.left(), place.bottom() + 1, place.width(), 10}, color, name, 7);
    };
}

Page::Block channelTile(const FeatureFindings::Map& map) {
    return [=](QPainter& painter, const QRectF& area) {
        const QRectF place = area.adjusted(0, 0, 0, -kCaption);
        drawHeat(painter, place, map.values, map.low, map.high);
        drawText(painter,
                 {place.left(), place.bottom() + 1, place.width(), 10},
                 Text::tr("ch. %1, AUC %2").arg(map.of.channel).arg(map.of.auc, 0, 'f', 2),
                 kSmallText + 1);
        drawScale(painter,
                  {place.left(), place.bottom() + 12, place.width(), 16},
                  static_cast<double>(map.low),
                  static_cast<double>(map.high),
                  {});
    };
}

/// Of the subject's own: what was asked for and is there, else the largest.
std::vector<quint16> classesOf(const Inspection& inspection, const FeaturesChoice& choice) {
    if (!choice.classes.empty()) {
        return choice.classes;
    }
    std::vector<quint16> largest;
    for (const ClassShare& one : inspection.classes()) {
        if (largest.size() < kClasses) {
            largest.push_back(one.channel);
        }
    }
    return largest;
}

QString numbersOf(const QString& subject, const QString& name, const FeatureFindings& found) {
    QString lines;
    for (const ChannelSeparation& one : found.ranking) {
        lines += csvLine({subject,
                          name,
                          QString::number(one.channel),
                          csvNumber(one.fisher),
                          csvNumber(one.auc)});
    }
    return lines;
}

void addRow(Page& page, const Inspection& inspection, const FeatureFindings& found) {
    const double width =
        (Page::kWidth - static_cast<double>(kMostColumns) * Page::kGap) / (kMostColumns + 1);
    const double height = width * inspection.size().height() / inspection.size().width();
    std::vector<Page::Tile> tiles;
    for (size_t i = 0; i < found.maps.size(); ++i) {
        if (i % kMostColumns == 0) {  // the class leads every line
            tiles.push_back({width, classTile(inspection, found.channel)});
        }
        tiles.push_back({width, channelTile(found.maps[i])});
    }
    page.addTiles(height + kCaption, tiles);
}

}  // namespace

Figure featuresFigure(const FigureSubjects& subjects, const FeaturesChoice& choice) {
    Page page;
    QString numbers = QStringLiteral("label,class,channel,fisher,auc\n");
    for (const FigureSubject& subject : subjects) {
        const Inspection& inspection = subject.inspection;
        page.title(subject.name);
        for (const quint16 channel : classesOf(inspection, choice)) {
            const FeatureFindings found = inspection.features(
                channel, choice.channels, choice.best, choice.commonScale, choice.decoder);
            addRow(page, inspection, found);
            numbers += numbersOf(subject.name, inspection.palette().nameOf(channel), found);
        }
    }
    page.note(Text::tr(
        "F_i of Eq. 2: each tile is a channel of the upsampled features on the class's own pixels, "
        "zero elsewhere. AUC: the chance that the channel is larger on a pixel of the class than "
        "on one of another class; 0.5 tells nothing, 0 and 1 everything."));
    return page.figure(numbers);
}

}  // namespace tessera
