#include "core/images/label_picture.h"

#include <QColor>
#include <QCoreApplication>
#include <algorithm>
#include <limits>

#include "core/files/whole_file.h"
#include "core/images/label_colors.h"
#include "core/images/label_ids.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(LabelPicture)
};

// What tells labels from a photo: JPEG labels of fine patterns have a third of their pixels at a
// class's colour and 78 % within the bound of one, others more.
constexpr double kLeastSure = 0.3;
constexpr double kMostRestlessness = 0.03;
constexpr double kMostUnmatched = 0.1;
constexpr double kMostUnmatchedLossy = 0.4;
// A stray colour that covers more than this share is a class that the palette lacks, not a mixture.
constexpr double kMostOfOneStray = 0.02;
// The least difference of grey codes that a JPEG keeps apart; it adds 1 to 3 in flat areas.
constexpr int kLeastCodeGap = 6;

/// Do the colours of an indexed picture say the same as its indices taken for ids?
bool indicesFitColors(const QImage& image, const Palette& palette) {
    const IdTable table(palette, 8);
    const std::vector<qint64> counts = storedIds(image).values.classAreas(256);
    for (int index = 0; index < 256; ++index) {
        const uint16_t label = table.label(index);
        if (counts[index] > 0 && (label == IdTable::kUnknown || index >= image.colorCount() ||
                                  palette.colorOf(label).rgb() != image.color(index))) {
            return false;
        }
    }
    return true;
}

bool indicesFitIds(const QImage& image, const Palette& palette) {
    const IdTable table(palette, 8);
    const std::vector<qint64> counts = storedIds(image).values.classAreas(256);
    for (int index = 0; index < 256; ++index) {
        if (counts[index] > 0 && table.label(index) == IdTable::kUnknown) {
            return false;
        }
    }
    return true;
}

LabelReading readIds(const LabelPicture& picture, const Palette& palette) {
    return {{labelsFromIds(storedIds(picture.image), palette, picture.file), {}}, Evidence::Ids};
}

/// Throws when the picture cannot be labels of this palette.
void checkMatch(const ColorMatch& match, const LabelPicture& picture, const Palette& palette) {
    const auto pixels = static_cast<double>(match.pixels());
    const double unmatched = static_cast<double>(match.unmatched) / pixels;
    if (unmatched > (picture.lossy ? kMostUnmatchedLossy : kMostUnmatched) ||
        match.strayPixels > kMostOfOneStray * pixels) {
        fail(picture.file,
             Text::tr("%1 % of the pixels have colours that are not in palette %2, such as %3")
                 .arg(QString::number(100 * unmatched, 'f', 1),
                      palette.id(),
                      QColor(match.strayColor).name()));
    }
    if (match.sure < kLeastSure * pixels ||
        (picture.lossy && match.restlessness() > kMostRestlessness)) {
        fail(picture.file,
             Text::tr("this looks like a photo, not like labels of palette %1").arg(palette.id()));
    }
}

LabelReading readColors(const LabelPicture& picture,
                        const Palette& palette,
                        const std::vector<ColorKey>& keys,
                        double bound) {
    constexpr QSize kSample(128, 128);
    if (picture.image.width() > 4 * kSample.width() &&
        picture.image.height() > 4 * kSample.height()) {
        // A large photo is refused by a few of its pixels already.
        checkMatch(matchColors(picture.image.scaled(kSample), keys, bound), picture, palette);
    }
    ColorMatch match = matchColors(picture.image, keys, bound);
    checkMatch(match, picture, palette);
    LabelReading reading{{std::move(match.labels), {}}, Evidence::Colors};
    if (match.inexact > 0) {
        reading.import.labels =
            cleaned(reading.import.labels, std::move(match.trust), picture.lossy);
        reading.evidence = Evidence::NearColors;
        reading.import.notes << Text::tr("%1 pixels matched to the nearest class of palette %2")
                                    .arg(match.inexact)
                                    .arg(palette.id());
    }
    return reading;
}

/// Grey throughout, but for a column or so into which JPEG spread the colours beside it.
bool isNearlyGrey(const QImage& image) {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB32);
    qint64 colored = 0;
    for (int y = 0; y < rgb.height(); ++y) {
        const QRgb* row = reinterpret_cast<const QRgb*>(rgb.constScanLine(y));
        colored += std::count_if(row, row + rgb.width(), [](QRgb c) {
            const auto [low, high] = std::minmax({qRed(c), qGreen(c), qBlue(c)});
            return high - low > 8;
        });
    }
    return static_cast<double>(colored) < 0.02 * rgb.width() * rgb.height();
}

/// Least difference between two of the grey levels; they are in order.
int smallestGap(const std::vector<ColorKey>& codes) {
    int gap = std::numeric_limits<int>::max();
    for (size_t i = 1; i < codes.size(); ++i) {
        gap = std::min(gap, qRed(codes[i].color) - qRed(codes[i - 1].color));
    }
    return gap;
}

LabelReading readGreyJpeg(const LabelPicture& picture, const Palette& palette, double bound) {
    const std::vector<ColorKey> codes = greyCodes(palette);
    if (smallestGap(codes) < kLeastCodeGap) {
        fail(picture.file,
             Text::tr("JPEG blurs ids, and those of palette %1 are only %2 apart: use a PNG")
                 .arg(palette.id())
                 .arg(smallestGap(codes)));
    }
    LabelReading reading = readColors(picture, palette, codes, bound);
    reading.evidence = Evidence::Ids;
    return reading;
}

}  // namespace

LabelReading readPicture(const LabelPicture& picture, const Palette& palette, double colorBound) {
    const QImage& image = picture.image;
    const std::vector<ColorKey> keys = paletteColors(palette);
    if (image.format() == QImage::Format_Indexed8) {
        if (indicesFitColors(image, palette)) {
            LabelReading reading = readIds(picture, palette);
            reading.evidence = Evidence::Colors;
            return reading;
        }
        const bool exact = matchColors(image, keys, 0).inexact == 0;
        return !exact && indicesFitIds(image, palette)
                   ? readIds(picture, palette)
                   : readColors(picture, palette, keys, colorBound);
    }
    if (image.format() == QImage::Format_Grayscale16) {
        return readIds(picture, palette);
    }
    if (picture.lossy) {
        return isNearlyGrey(image) ? readGreyJpeg(picture, palette, colorBound)
                                   : readColors(picture, palette, keys, colorBound);
    }
    const bool levels = image.format() == QImage::Format_Grayscale8;
    if (levels || (image.isGrayscale() && matchColors(image, keys, 0).inexact > 0)) {
        return readIds(picture, palette);
    }
    return readColors(picture, palette, keys, colorBound);
}

}  // namespace tessera
