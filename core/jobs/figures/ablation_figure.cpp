// The same painting with less of the network.
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

constexpr int kColumns = 4;

Page::Block differenceTile(const AblationFindings::Variant& variant, float most) {
    return [=](QPainter& painter, const QRectF& area) {
        drawHeat(painter, area.adjusted(0, 0, 0, -kTileCaption), variant.difference, 0, most);
        drawText(painter,
                 {area.left(), area.bottom() - kTileCaption + 1, area.width(), kTileCaption - 1},
                 Text::tr("mean difference %1").arg(shortNumber(variant.mean)),
                 kSmallText + 1);
    };
}

/// In one range of colours for all: the largest difference of any.
float mostOf(const AblationFindings& found) {
    float most = 0;
    for (const AblationFindings::Variant& one : found.variants) {
        for (const float value : one.difference.values) {
            most = std::max(most, value);
        }
    }
    return most;
}

}  // namespace

Figure ablationFigure(const FigureSubjects& subjects) {
    Page page;
    QString numbers = QStringLiteral("label,variant,mean_difference\n");
    const double width = (Page::kWidth - (kColumns - 1) * Page::kGap) / kColumns;
    for (const FigureSubject& subject : subjects) {
        const QSize size = subject.inspection.size();
        const double height = width * size.height() / size.width();
        const AblationFindings found = subject.inspection.ablation();
        const float most = mostOf(found);
        std::vector<Page::Tile> pictures, differences;
        for (const AblationFindings::Variant& one : found.variants) {
            pictures.push_back({width, pictureTile(one.picture, one.name)});
            if (!one.difference.values.empty()) {
                differences.push_back({width, differenceTile(one, most)});
                numbers += csvLine({subject.name, one.name, csvNumber(one.mean)});
            }
        }
        page.title(subject.name);
        page.addTiles(height + kTileCaption, pictures);
        page.addTiles(height + kTileCaption, differences);
        page.add(22, [=](QPainter& painter, const QRectF& area) {
            drawScale(painter,
                      {area.left(), area.top(), 2 * width + Page::kGap, 16},
                      0,
                      static_cast<double>(most),
                      Text::tr("difference from the full network"));
        });
    }
    page.note(
        Text::tr("By the weights of the full network. Differences: means over the three "
                 "colours of pixel values from 0 to 1."));
    return page.figure(numbers);
}

}  // namespace tessera
