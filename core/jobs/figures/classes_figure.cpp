// Who drew what: every class's own picture.
#include <QCoreApplication>
#include <QPainter>

#include "core/jobs/figures/figures.h"
#include "core/jobs/figures/page.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr int kColumns = 5;
constexpr double kCaption = 12;

Page::Block tile(const QImage& picture, const QString& name, const QColor& color = {}) {
    return [=](QPainter& painter, const QRectF& area) {
        const QRectF place = area.adjusted(0, 0, 0, -kCaption);
        painter.fillRect(place, QColor(0xf0, 0xf0, 0xf0));
        drawPicture(painter, place, picture);
        const QRectF caption(area.left(), place.bottom() + 1, area.width(), kCaption - 1);
        if (color.isValid()) {
            drawSwatch(painter, caption, color, name, kSmallText + 1);
        } else {
            drawText(painter, caption, name, kSmallText + 1);
        }
    };
}

}  // namespace

Figure classesFigure(const FigureSubjects& subjects, bool masked) {
    Page page;
    QString numbers = QStringLiteral("label,class,pixels,share\n");
    for (const FigureSubject& subject : subjects) {
        const Inspection& inspection = subject.inspection;
        const double width = (Page::kWidth - (kColumns - 1) * Page::kGap) / kColumns;
        const double height = width * inspection.size().height() / inspection.size().width();
        std::vector<Page::Tile> tiles = {
            {width, tile(inspection.labels(), Text::tr("labels"))},
            {width, tile(inspection.photo(), Text::tr("photo"))},
            {width, tile(inspection.globalPicture(), Text::tr("global"))},
            {width, tile(inspection.localPicture(), Text::tr("local"))}};
        for (const ClassShare& one : inspection.classes()) {
            const QString name =
                QStringLiteral("%1, %2 %").arg(one.name).arg(one.share * 100, 0, 'f', 1);
            tiles.push_back(
                {width, tile(inspection.classOutput(one.channel, masked), name, one.color)});
            numbers += csvLine(
                {subject.name, one.name, QString::number(one.pixels), csvNumber(one.share)});
        }
        page.title(subject.name);
        page.addTiles(height + kCaption, tiles);
    }
    page.note(masked ? Text::tr("Each class's tile is the picture that its own generator drew, on "
                                "the class's own pixels; the share is of the picture's area.")
                     : Text::tr("Each class's tile is the whole picture that its own generator "
                                "drew; the share is of the picture's area."));
    return page.figure(numbers);
}

}  // namespace tessera
