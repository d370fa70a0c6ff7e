// What a pinned pixel depends on.
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

constexpr double kLine = 11;
constexpr double kCaption = 22;
constexpr size_t kClasses = 12;  // bars
const QColor kInk(0x3b, 0x6e, 0x8f);

void drawMark(QPainter& painter, const QRectF& place, QPoint pixel, QSize size) {
    const double scale = place.width() / size.width();
    const QPointF at = place.topLeft() + (QPointF(pixel) + QPointF(0.5, 0.5)) * scale;
    for (const auto& [ink, width] : {std::pair(QColor(Qt::black), 2.0), {QColor(Qt::white), 1.0}}) {
        painter.setPen(QPen(ink, width));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(at.x() - 3, at.y() - 3, 6, 6));
    }
}

void drawBars(QPainter& painter, const QRectF& area, const SensitivityFindings& found) {
    const double most = std::max(1e-30, found.classes.front().magnitude);
    QRectF line(area.left(), area.top(), area.width(), kLine);
    for (size_t i = 0; i < std::min(kClasses, found.classes.size()); ++i) {
        const SensitivityFindings::OfClass& one = found.classes[i];
        drawSwatch(
            painter, {line.left(), line.top(), 80, kLine}, one.color, one.name, kSmallText + 1);
        const double length = (line.width() - 120) * one.magnitude / most;
        painter.fillRect(QRectF(line.left() + 84, line.top() + 2, length, kLine - 4), kInk);
        drawText(painter,
                 {line.left() + 88 + length, line.top(), 40, kLine},
                 shortNumber(one.magnitude),
                 kSmallText);
        line.translate(0, kLine);
    }
}

}  // namespace

Figure sensitivityFigure(const QString& name,
                         const QImage& photo,
                         const SensitivityFindings& found) {
    Page page;
    page.title(name);
    const double width = (Page::kWidth - 2 * Page::kGap) / 3;
    const double height = width * photo.height() / photo.width();
    const auto& values = found.repaint.values;
    const float most = values.empty() ? 1 : *std::max_element(values.begin(), values.end());
    const double bars = kLine * static_cast<double>(std::min(kClasses, found.classes.size()));
    page.add(std::max(height + kCaption, bars), [=](QPainter& painter, const QRectF& area) {
        QRectF place(area.left(), area.top(), width, height);
        drawPicture(painter, place, photo);
        drawMark(painter, place, found.pixel, photo.size());
        place.translate(width + Page::kGap, 0);
        drawHeat(painter, place, found.repaint, 0, most);
        drawMark(painter, place, found.pixel, photo.size());
        drawScale(painter,
                  {place.left(), place.bottom() + 3, width, 16},
                  0,
                  static_cast<double>(most),
                  Text::tr("change by repainting"));
        drawBars(painter, place.translated(width + Page::kGap, 0), found);
    });
    page.note(
        Text::tr("Pixel (%1, %2). The map: the largest change of the pixel's intensity, from 0 to "
                 "1 and to first order, that repainting one label pixel as another class makes. "
                 "The bars: by class, the sum over all label pixels of the gradient's size.")
            .arg(found.pixel.x())
            .arg(found.pixel.y()));
    QString numbers = QStringLiteral("pixel_x,pixel_y,class,magnitude\n");
    for (const SensitivityFindings::OfClass& one : found.classes) {
        numbers += csvLine({QString::number(found.pixel.x()),
                            QString::number(found.pixel.y()),
                            one.name,
                            csvNumber(one.magnitude)});
    }
    return page.figure(numbers);
}

}  // namespace tessera
