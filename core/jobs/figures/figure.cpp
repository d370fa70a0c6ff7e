// One painting, four kinds of file.
#include "core/jobs/figures/figure.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "core/files/whole_file.h"
#include "core/images/image_files.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

constexpr double kPointsPerInch = 72;
constexpr int kDotsPerInch = 300;      // of PNG
constexpr int kPdfDotsPerInch = 1200;  // PDF counts in whole dots
constexpr double kMostDots = 32000;    // a side that Qt can still paint

void paintScaled(const Figure& figure, QPainter& painter, double scale) {
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing |
                           QPainter::SmoothPixmapTransform);
    painter.scale(scale, scale);
    figure.paint(painter);
}

QImage rasterOf(const Figure& figure, const QString& file) {
    const double scale = kDotsPerInch / kPointsPerInch;
    if (figure.size.width() * scale > kMostDots || figure.size.height() * scale > kMostDots) {
        fail(file, Text::tr("too large for a PNG; take fewer label maps, or SVG or PDF"));
    }
    QImage image((figure.size * scale).toSize(), QImage::Format_RGB32);
    if (image.isNull()) {
        fail(file, Text::tr("there is not enough memory for this figure"));
    }
    const int dotsPerMeter = qRound(kDotsPerInch / 0.0254);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintScaled(figure, painter, scale);
    painter.end();
    image.setDotsPerMeterX(dotsPerMeter);
    image.setDotsPerMeterY(dotsPerMeter);
    return image;
}

QByteArray svgOf(const Figure& figure) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(kPointsPerInch));
    generator.setSize(figure.size.toSize());
    generator.setViewBox(QRectF(QPointF(), figure.size));
    QPainter painter(&generator);
    painter.fillRect(QRectF(QPointF(), figure.size), Qt::white);
    paintScaled(figure, painter, 1);
    painter.end();
    return bytes;
}

QByteArray pdfOf(const Figure& figure) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setCreator(QStringLiteral("Tessera"));
    writer.setPageSize(QPageSize(figure.size, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setResolution(kPdfDotsPerInch);
    QPainter painter(&writer);
    paintScaled(figure, painter, kPdfDotsPerInch / kPointsPerInch);
    painter.end();
    return bytes;
}

}  // namespace

const QStringList& figureSuffixes() {
    static const QStringList suffixes = {
        QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf"), QStringLiteral("csv")};
    return suffixes;
}

void writeFigure(const Figure& figure, const QString& file) {
    switch (figureSuffixes().indexOf(QFileInfo(file).suffix().toLower())) {
        case 0:
            return writeImage(rasterOf(figure, file), file, "png");
        case 1:
            return writeWhole(file, svgOf(figure));
        case 2:
            return writeWhole(file, pdfOf(figure));
        case 3:
            return writeWhole(file, figure.numbers.toUtf8());
        default:
            fail(file, Text::tr("must end in .png, .svg, .pdf or .csv"));
    }
}

}  // namespace tessera
