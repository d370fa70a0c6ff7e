#include "core/images/index_image.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/files/whole_file.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(IndexImage)
};

constexpr int kVoidIndex = 255;
constexpr QLatin1String kPaletteText("Tessera-palette");

QImage byteImage(const LabelMap& labels, const Palette& palette) {
    QImage image(labels.size(), QImage::Format_Indexed8);
    QList<QRgb> colors(256, palette.voidColor().rgb());
    for (int i = 0; i < palette.size(); ++i) {
        colors[i] = palette.classes()[i].color.rgb();
    }
    image.setColorTable(colors);
    for (int y = 0; y < labels.height(); ++y) {
        const uint16_t* from = labels.scanLine(y);
        std::transform(from, from + labels.width(), image.scanLine(y), [](uint16_t label) {
            return static_cast<uchar>(std::min<int>(label, kVoidIndex));
        });
    }
    return image;
}

QImage wordImage(const LabelMap& labels) {
    QImage image(labels.size(), QImage::Format_Grayscale16);
    for (int y = 0; y < labels.height(); ++y) {
        std::copy_n(
            labels.scanLine(y), labels.width(), reinterpret_cast<uint16_t*>(image.scanLine(y)));
    }
    return image;
}

}  // namespace

QImage indexImage(const LabelMap& labels, const Palette& palette) {
    QImage image = palette.size() <= kVoidIndex ? byteImage(labels, palette) : wordImage(labels);
    image.setText(kPaletteText, QString::fromUtf8(palette.toJson()));
    return image;
}

std::optional<Palette> embeddedPalette(const QImage& image, const QString& file) {
    const QString text = image.text(kPaletteText);
    if (text.isEmpty()) {
        return std::nullopt;
    }
    return Palette::fromJson(text.toUtf8(), file);
}

LabelMap labelsFromIndexImage(const QImage& image, const Palette& palette, const QString& file) {
    const bool bytes = palette.size() <= kVoidIndex;
    if (image.format() != (bytes ? QImage::Format_Indexed8 : QImage::Format_Grayscale16)) {
        fail(file, Text::tr("the painting's picture was changed by another program"));
    }
    LabelMap labels(image.size());
    for (int y = 0; y < labels.height(); ++y) {
        const uchar* line = image.constScanLine(y);
        uint16_t* to = labels.writableScanLine(y);
        if (bytes) {
            std::transform(line, line + labels.width(), to, [](uchar index) {
                return index == kVoidIndex ? kVoid : uint16_t{index};
            });
        } else {
            std::copy_n(reinterpret_cast<const uint16_t*>(line), labels.width(), to);
        }
        for (int x = 0; x < labels.width(); ++x) {
            if (to[x] != kVoid && to[x] >= palette.size()) {
                fail(file,
                     Text::tr("class number %1 is beyond its palette %2")
                         .arg(to[x])
                         .arg(palette.id()));
            }
        }
    }
    return labels;
}

}  // namespace tessera
