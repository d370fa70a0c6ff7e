#include "core/images/label_files.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QImageReader>
#include <algorithm>
#include <stdexcept>

#include "core/files/whole_file.h"
#include "core/images/image_files.h"
#include "core/images/index_image.h"
#include "core/images/label_picture.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(LabelFiles)
};

LabelPicture load(const QString& file) {
    LabelPicture picture{file, readImage(file), false};
    const QSize size = picture.image.size();
    if (std::max(size.width(), size.height()) > LabelMap::kMaxSide) {
        fail(file,
             Text::tr("too large: %1 x %2, label maps have sides up to %3")
                 .arg(size.width())
                 .arg(size.height())
                 .arg(LabelMap::kMaxSide));
    }
    picture.lossy = QImageReader(file).format() == "jpeg";
    if (!picture.lossy && picture.image.format() == QImage::Format_Mono) {
        picture.image = picture.image.convertToFormat(QImage::Format_Indexed8);
    }
    return picture;
}

/// Positions of one palette's classes in another one: by id between versions of the same, else by
/// name; kVoid for what the other lacks.
std::vector<uint16_t> positions(const Palette& from, const Palette& to) {
    std::vector<uint16_t> table;
    for (const PaletteClass& c : from.classes()) {
        const int index = from.id() == to.id() ? to.indexOfId(c.id) : to.indexOfName(c.name);
        table.push_back(index < 0 ? kVoid : static_cast<uint16_t>(index));
    }
    return table;
}

LabelReading readPainting(const LabelPicture& picture, const Palette& own, const Palette& palette) {
    LabelReading reading{{labelsFromIndexImage(picture.image, own, picture.file), {}},
                         Evidence::Painting};
    if (own == palette) {
        return reading;
    }
    const std::vector<uint16_t> table = positions(own, palette);
    LabelMap& labels = reading.import.labels;
    qint64 lost = 0;
    qint64 kept = 0;
    for (int y = 0; y < labels.height(); ++y) {
        uint16_t* row = labels.writableScanLine(y);
        for (int x = 0; x < labels.width(); ++x) {
            if (row[x] != kVoid) {
                row[x] = table[row[x]];
                ++(row[x] == kVoid ? lost : kept);
            }
        }
    }
    if (lost > 0 && kept == 0) {
        fail(picture.file,
             Text::tr("a painting of palette %1: palette %2 has none of its classes")
                 .arg(own.id(), palette.id()));
    }
    reading.import.notes << Text::tr(
                                "a painting of palette %1: classes taken over by name, %2 "
                                "pixels of others are void")
                                .arg(own.id())
                                .arg(lost);
    return reading;
}

LabelPicture part(const LabelPicture& picture, const QRect& area) {
    return {picture.file, picture.image.copy(area), picture.lossy};
}

LabelReading readStrip(const LabelPicture& picture,
                       const Palette& palette,
                       const LabelReadOptions& options) {
    const bool aerial = options.tile == StripTile::Aerial;
    LabelReading reading = readPicture(
        part(picture, QRect(aerial ? 1024 : 1280, 0, 256, 256)), palette, options.colorBound);
    reading.import.notes.prepend(aerial ? Text::tr("class map of the aerial view of a strip")
                                        : Text::tr("class map of the ground view of a strip"));
    return reading;
}

LabelReading readHalf(const LabelPicture& picture,
                      bool left,
                      const Palette& palette,
                      double bound) {
    const int half = picture.image.width() / 2;
    const QRect area(left ? 0 : half, 0, half, picture.image.height());
    LabelReading reading = readPicture(part(picture, area), palette, bound);
    reading.import.notes.prepend(left ? Text::tr("left half of a pair")
                                      : Text::tr("right half of a pair"));
    return reading;
}

LabelReading readAny(const LabelPicture& picture,
                     const Palette& palette,
                     const LabelReadOptions& options) {
    if (const auto own = embeddedPalette(picture.image, picture.file)) {
        return readPainting(picture, *own, palette);
    }
    if (picture.image.size() == kStripSize) {
        return readStrip(picture, palette, options);
    }
    if (options.half == PairHalf::Left || options.half == PairHalf::Right) {
        return readHalf(picture, options.half == PairHalf::Left, palette, options.colorBound);
    }
    try {
        return readPicture(picture, palette, options.colorBound);
    } catch (const std::runtime_error&) {
        const QSize size = picture.image.size();
        if (options.half == PairHalf::Whole || size.width() != 2 * size.height()) {
            throw;
        }
        try {
            return readHalf(picture, false, palette, options.colorBound);
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

Fit fitOf(const LabelReading& reading, const Palette& palette, const QString& file) {
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
    const LabelPicture picture = load(file);
    if (auto own = embeddedPalette(picture.image, file)) {
        return own;
    }
    std::optional<Palette> best;
    std::optional<Fit> bestFit;
    for (const Palette& palette : palettes) {
        try {
            const Fit fit = fitOf(readAny(picture, palette, {}), palette, file);
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
