#include "core/images/label_files.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QImageReader>
#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/files/whole_file.h"
#include "core/images/image_files.h"
#include "core/images/index_image.h"
#include "core/images/label_colors.h"
#include "core/images/label_ids.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(LabelFiles)
};

/// By what a file's pixels were recognised: the stronger, the less it can be chance.
enum class Evidence { Ids, NearColors, Colors, Painting };

struct Reading {
    LabelImport import;
    Evidence evidence = Evidence::Ids;
};

struct Source {
    QString file;
    QImage image;
    bool lossy = false;  ///< JPEG: levels and colours are only near what was meant
};

constexpr double kLeastMatched = 0.9;  // JPEG labels of fine patterns blur up to a tenth of it
constexpr QSize kStrip(1536, 256);
constexpr int kLeastCodeGap = 6;  // grey levels; compression adds 1 to 3 in flat areas

Source load(const QString& file) {
    Source source{file, readImage(file), false};
    source.lossy = QImageReader(file).format() == "jpeg";
    if (!source.lossy && source.image.format() == QImage::Format_Mono) {
        source.image = source.image.convertToFormat(QImage::Format_Indexed8);
    }
    return source;
}

LabelMap translated(const LabelMap& labels, const Palette& from, const Palette& to) {
    std::vector<uint16_t> table(from.size(), kVoid);
    for (int i = 0; i < from.size(); ++i) {
        const PaletteClass& c = from.classes()[i];
        const int index = from.id() == to.id() ? to.indexOfId(c.id) : to.indexOfName(c.name);
        table[i] = index < 0 ? kVoid : static_cast<uint16_t>(index);
    }
    LabelMap result = labels;
    for (int y = 0; y < result.height(); ++y) {
        uint16_t* row = result.writableScanLine(y);
        std::transform(row, row + result.width(), row, [&table](uint16_t label) {
            return label < table.size() ? table[label] : kVoid;
        });
    }
    return result;
}

Reading readPainting(const Source& source, const Palette& own, const Palette& palette) {
    Reading reading{{labelsFromIndexImage(source.image, own, source.file), {}}, Evidence::Painting};
    if (!(own == palette)) {
        const LabelMap labels = translated(reading.import.labels, own, palette);
        if (labels != reading.import.labels) {
            reading.import.notes
                << Text::tr("a painting of palette %1: classes taken over by name").arg(own.id());
        }
        reading.import.labels = labels;
    }
    return reading;
}

/// Do the colours of an indexed picture say the same as its indices taken for ids?
bool indicesFitColors(const QImage& image, const Palette& palette) {
    const IdTable table(palette, 8);
    const std::vector<qint64> counts = storedIds(image).values.classAreas(256);
    for (int index = 0; index < image.colorCount(); ++index) {
        const uint16_t label = table.label(index);
        if (counts[index] > 0 &&
            (label == IdTable::kUnknown || palette.colorOf(label).rgb() != image.color(index))) {
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

Reading readIds(const Source& source, const Palette& palette) {
    return {{labelsFromIds(storedIds(source.image), palette, source.file), {}}, Evidence::Ids};
}

Reading readColors(const Source& source,
                   const Palette& palette,
                   const std::vector<ColorKey>& keys,
                   double bound) {
    ColorMatch match = matchColors(source.image, keys, bound);
    if (match.matchedShare() < kLeastMatched) {
        fail(source.file,
             Text::tr("%1 % of the pixels have colours that are not in palette %2, such as %3 (%4 "
                      "pixels)")
                 .arg(QString::number(100 * (1 - match.matchedShare()), 'f', 1),
                      palette.id(),
                      QColor(match.strayColor).name(),
                      QString::number(match.strayPixels)));
    }
    Reading reading{{std::move(match.labels), {}}, Evidence::Colors};
    if (match.inexact > 0) {
        reading.evidence = Evidence::NearColors;
        reading.import.notes << Text::tr("%1 pixels matched to the nearest class of palette %2")
                                    .arg(match.inexact)
                                    .arg(palette.id());
    }
    return reading;
}

/// Least difference between two of the grey levels; they are in order.
int smallestGap(const std::vector<ColorKey>& codes) {
    int gap = std::numeric_limits<int>::max();
    for (size_t i = 1; i < codes.size(); ++i) {
        gap = std::min(gap, qRed(codes[i].color) - qRed(codes[i - 1].color));
    }
    return gap;
}

Reading readGreyJpeg(const Source& source, const Palette& palette, double bound) {
    const std::vector<ColorKey> codes = greyCodes(palette);
    if (smallestGap(codes) < kLeastCodeGap) {
        fail(source.file,
             Text::tr("JPEG blurs ids, and those of palette %1 are only %2 apart: use a PNG")
                 .arg(palette.id())
                 .arg(smallestGap(codes)));
    }
    Reading reading = readColors(source, palette, codes, bound);
    reading.evidence = Evidence::Ids;
    return reading;
}

/// A picture that is wholly labels. Indexed: by index where index and colour agree; else by colour
/// where all are a class's; else by index where all are ids; else by nearest colour. Grey: by
/// level. Colour: by nearest colour, or by level where it is grey throughout and not all are class
/// colours.
Reading readPicture(const Source& source, const Palette& palette, double bound) {
    const QImage& image = source.image;
    const std::vector<ColorKey> keys = paletteColors(palette);
    if (image.format() == QImage::Format_Indexed8) {
        if (indicesFitColors(image, palette)) {
            Reading reading = readIds(source, palette);
            reading.evidence = Evidence::Colors;
            return reading;
        }
        const bool exact = matchColors(image, keys, 0).inexact == 0;
        return !exact && indicesFitIds(image, palette) ? readIds(source, palette)
                                                       : readColors(source, palette, keys, bound);
    }
    if (image.format() == QImage::Format_Grayscale16) {
        return readIds(source, palette);
    }
    if (image.isGrayscale()) {
        const bool levels = image.format() == QImage::Format_Grayscale8;
        if (!levels && matchColors(image, keys, 0).inexact == 0) {
            return readColors(source, palette, keys, bound);
        }
        return source.lossy ? readGreyJpeg(source, palette, bound) : readIds(source, palette);
    }
    return readColors(source, palette, keys, bound);
}

Source part(const Source& source, const QRect& area) {
    return {source.file, source.image.copy(area), source.lossy};
}

Reading readStrip(const Source& source, const Palette& palette, const LabelReadOptions& options) {
    const bool aerial = options.tile == StripTile::Aerial;
    Reading reading = readPicture(
        part(source, QRect(aerial ? 1024 : 1280, 0, 256, 256)), palette, options.colorBound);
    reading.import.notes.prepend(aerial ? Text::tr("class map of the aerial view of a strip")
                                        : Text::tr("class map of the ground view of a strip"));
    return reading;
}

Reading readHalf(const Source& source, bool left, const Palette& palette, double bound) {
    const int half = source.image.width() / 2;
    const QRect area(left ? 0 : half, 0, half, source.image.height());
    Reading reading = readPicture(part(source, area), palette, bound);
    reading.import.notes.prepend(left ? Text::tr("left half of a pair")
                                      : Text::tr("right half of a pair"));
    return reading;
}

Reading readAny(const Source& source, const Palette& palette, const LabelReadOptions& options) {
    if (const auto own = embeddedPalette(source.image, source.file)) {
        return readPainting(source, *own, palette);
    }
    if (source.image.size() == kStrip) {
        return readStrip(source, palette, options);
    }
    if (options.half == PairHalf::Left || options.half == PairHalf::Right) {
        return readHalf(source, options.half == PairHalf::Left, palette, options.colorBound);
    }
    try {
        return readPicture(source, palette, options.colorBound);
    } catch (const std::runtime_error&) {
        const QSize size = source.image.size();
        if (options.half == PairHalf::Whole || size.width() != 2 * size.height()) {
            throw;
        }
        try {
            return readHalf(source, false, palette, options.colorBound);
        } catch (const std::runtime_error&) {
        }
        throw;  // what is wrong with all of it says more
    }
}

/// How well a palette explains a file: evidence, then a path that names it, then the share of its
/// classes that the file uses.
struct Fit {
    Evidence evidence;
    bool named;
    double usedShare;

    auto operator<=>(const Fit&) const = default;
};

Fit fitOf(const Reading& reading, const Palette& palette, const QString& file) {
    const std::vector<qint64> areas = reading.import.labels.classAreas(palette.size());
    const auto unused = std::count(areas.begin(), areas.end(), 0);
    const bool named =
        QFileInfo(file).absoluteFilePath().contains(palette.id(), Qt::CaseInsensitive);
    return {reading.evidence, named, 1.0 - static_cast<double>(unused) / palette.size()};
}

}  // namespace

LabelImport readLabels(const QString& file,
                       const Palette& palette,
                       const LabelReadOptions& options) {
    return readAny(load(file), palette, options).import;
}

std::optional<Palette> guessPalette(const QString& file, const std::vector<Palette>& palettes) {
    const Source source = load(file);
    if (auto own = embeddedPalette(source.image, file)) {
        return own;
    }
    std::optional<Palette> best;
    std::optional<Fit> bestFit;
    for (const Palette& palette : palettes) {
        try {
            const Fit fit = fitOf(readAny(source, palette, {}), palette, file);
            if (fit.usedShare > 0 && (!bestFit || *bestFit < fit)) {
                best = palette;
                bestFit = fit;
            }
        } catch (const std::runtime_error&) {  // this one does not fit
        }
    }
    return best;
}

}  // namespace tessera
