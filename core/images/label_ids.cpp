#include "core/images/label_ids.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/files/whole_file.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(LabelIds)
};

/// "17 (120 pixels), 40 (3 pixels), ..." for at most five, the most frequent first.
QString describe(std::vector<std::pair<qint64, int>> unknown) {
    std::sort(unknown.rbegin(), unknown.rend());
    QStringList parts;
    for (const auto& [pixels, id] : unknown) {
        if (parts.size() == 5) {
            parts << QStringLiteral("...");
            break;
        }
        parts << Text::tr("%1 (%2 pixels)").arg(id).arg(pixels);
    }
    return parts.join(QStringLiteral(", "));
}

void refuseUnknown(const std::vector<qint64>& counts,
                   const IdTable& table,
                   const Palette& palette,
                   const QString& file) {
    std::vector<std::pair<qint64, int>> unknown;
    for (int value = 0; value < static_cast<int>(counts.size()); ++value) {
        if (counts[value] > 0 && table.label(value) == IdTable::kUnknown) {
            unknown.emplace_back(counts[value], value);
        }
    }
    if (!unknown.empty()) {
        fail(file,
             Text::tr("ids that are not in palette %1: %2 in all, %3")
                 .arg(palette.id())
                 .arg(unknown.size())
                 .arg(describe(unknown)));
    }
}

}  // namespace

int storedId(int id, int bits) {
    const int largest = (1 << bits) - 1;
    return id == -1 ? largest : id <= largest ? id : -2;
}

IdTable::IdTable(const Palette& palette, int bits) : table_(size_t{1} << bits, kUnknown) {
    const int voidId = storedId(palette.voidId(), bits);
    if (voidId >= 0) {
        table_[voidId] = kVoid;
    }
    for (int i = 0; i < palette.size(); ++i) {
        const int stored = storedId(palette.classes()[i].id, bits);
        if (stored >= 0) {
            table_[stored] = static_cast<uint16_t>(i);
        }
    }
}

StoredIds storedIds(const QImage& image) {
    const bool words = image.format() == QImage::Format_Grayscale16;
    const bool indexed = image.format() == QImage::Format_Indexed8;
    const QImage bytes =
        words || indexed ? image : image.convertToFormat(QImage::Format_Grayscale8);
    StoredIds ids{LabelMap(image.size(), 0), words ? 16 : 8};
    for (int y = 0; y < image.height(); ++y) {
        uint16_t* to = ids.values.writableScanLine(y);
        if (words) {
            std::copy_n(
                reinterpret_cast<const uint16_t*>(bytes.constScanLine(y)), image.width(), to);
        } else {
            std::copy_n(bytes.constScanLine(y), image.width(), to);
        }
    }
    return ids;
}

LabelMap labelsFromIds(const StoredIds& ids, const Palette& palette, const QString& file) {
    const IdTable table(palette, ids.bits);
    const std::vector<qint64> counts = ids.values.classAreas(1 << ids.bits);
    refuseUnknown(counts, table, palette, file);
    LabelMap labels = ids.values;
    for (int y = 0; y < labels.height(); ++y) {
        uint16_t* row = labels.writableScanLine(y);
        std::transform(
            row, row + labels.width(), row, [&table](uint16_t v) { return table.label(v); });
    }
    return labels;
}

}  // namespace tessera
