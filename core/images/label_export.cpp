// Writing label maps, declared in label_files.h.
#include <QCoreApplication>
#include <algorithm>

#include "core/files/whole_file.h"
#include "core/images/image_files.h"
#include "core/images/label_files.h"
#include "core/images/label_ids.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(LabelExport)
};

/// The number that a file holds for each class, void's last.
std::vector<int> storedIdsOf(const Palette& palette, int bits) {
    std::vector<int> stored;
    for (const PaletteClass& c : palette.classes()) {
        stored.push_back(storedId(c.id, bits));
    }
    stored.push_back(storedId(palette.voidId(), bits));
    return stored;
}

/// Does every class, and void, get a number of its own in eight bits?
bool fitsBytes(const std::vector<int>& stored) {
    std::vector<int> sorted = stored;
    std::sort(sorted.begin(), sorted.end());
    return sorted.front() >= 0 && std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
}

template <class Pixel>
QImage numbers(const LabelMap& labels, const std::vector<int>& stored, QImage::Format format) {
    QImage image(labels.size(), format);
    const size_t last = stored.size() - 1;
    for (int y = 0; y < labels.height(); ++y) {
        const uint16_t* from = labels.scanLine(y);
        std::transform(
            from,
            from + labels.width(),
            reinterpret_cast<Pixel*>(image.scanLine(y)),
            [&](uint16_t v) { return static_cast<Pixel>(stored[std::min<size_t>(v, last)]); });
    }
    return image;
}

QImage idImage(const LabelMap& labels, const Palette& palette) {
    const std::vector<int> bytes = storedIdsOf(palette, 8);
    if (fitsBytes(bytes)) {
        return numbers<uint8_t>(labels, bytes, QImage::Format_Grayscale8);
    }
    return numbers<uint16_t>(labels, storedIdsOf(palette, 16), QImage::Format_Grayscale16);
}

QImage indexedImage(const LabelMap& labels, const Palette& palette, const QString& file) {
    std::vector<int> stored = storedIdsOf(palette, 8);
    if (!fitsBytes(stored)) {
        if (palette.size() > 255) {
            fail(file,
                 Text::tr("an indexed PNG holds 255 classes, palette %1 has %2: export ids")
                     .arg(palette.id())
                     .arg(palette.size()));
        }
        for (int i = 0; i < palette.size(); ++i) {
            stored[i] = i;
        }
        stored.back() = 255;
    }
    QImage image = numbers<uint8_t>(labels, stored, QImage::Format_Indexed8);
    QList<QRgb> colors(256, palette.voidColor().rgb());
    for (int i = 0; i < palette.size(); ++i) {
        colors[stored[i]] = palette.classes()[i].color.rgb();
    }
    image.setColorTable(colors);
    return image;
}

}  // namespace

void writeLabels(const LabelMap& labels,
                 const Palette& palette,
                 const QString& file,
                 LabelFormat format) {
    switch (format) {
        case LabelFormat::Ids:
            return writeImage(idImage(labels, palette), file, "png");
        case LabelFormat::Indexed:
            return writeImage(indexedImage(labels, palette, file), file, "png");
        case LabelFormat::Colors:
            return writeImage(
                colorImage(labels, palette).convertToFormat(QImage::Format_RGB888), file, "png");
    }
}

}  // namespace tessera
