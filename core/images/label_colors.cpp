#include "core/images/label_colors.h"

#include <QHash>
#include <algorithm>
#include <limits>

#include "core/images/label_ids.h"

namespace tessera {
namespace {

int squaredDistance(QRgb a, QRgb b) {
    const int r = qRed(a) - qRed(b);
    const int g = qGreen(a) - qGreen(b);
    const int bl = qBlue(a) - qBlue(b);
    return r * r + g * g + bl * bl;
}

struct Match {
    uint16_t label = kVoid;
    Trust trust = Trust::None;
    bool exact = false;
    qint64 pixels = 0;
};

/// Flat areas of JPEG labels lie within about 10 of their colour.
constexpr int kFlat = 12 * 12;

Match nearest(QRgb color, const std::vector<ColorKey>& keys, double bound) {
    if (qAlpha(color) == 0) {
        return {kVoid, Trust::Sure, true, 0};
    }
    int best = std::numeric_limits<int>::max();
    int second = best;
    Match match;
    for (const ColorKey& key : keys) {
        const int distance = squaredDistance(color, key.color);
        if (key.label == kVoid && distance > kFlat) {
            continue;  // void's grey must not claim the dark mixtures of two bright classes
        }
        if (distance < best) {
            second = best;
            best = distance;
            match.label = key.label;
        } else {
            second = std::min(second, distance);
        }
    }
    match.exact = best == 0;
    // Sure: nearer than half way to the next colour, so that a mixture is not taken for one of
    // them.
    if (match.exact || (best <= kFlat && 4.0 * best <= second)) {
        match.trust = Trust::Sure;
    } else if (best <= bound * bound) {
        match.trust = Trust::Nearest;
    }
    return match;
}

}  // namespace

std::vector<ColorKey> paletteColors(const Palette& palette) {
    std::vector<ColorKey> keys;
    const auto known = [&keys](QRgb color) {
        return std::any_of(
            keys.begin(), keys.end(), [color](const ColorKey& key) { return key.color == color; });
    };
    for (int i = 0; i < palette.size(); ++i) {
        const QRgb color = palette.classes()[i].color.rgb();
        if (!known(color)) {
            keys.push_back({color, static_cast<uint16_t>(i)});
        }
    }
    keys.push_back({palette.voidColor().rgb(), kVoid});
    return keys;
}

std::vector<ColorKey> greyCodes(const Palette& palette) {
    std::vector<ColorKey> keys;
    const IdTable table(palette, 8);
    for (int level = 0; level < 256; ++level) {
        if (table.label(level) != IdTable::kUnknown) {
            keys.push_back({qRgb(level, level, level), table.label(level)});
        }
    }
    return keys;
}

double ColorMatch::restlessness() const {
    qint64 pairs = 0;
    qint64 different = 0;
    for (int y = 0; y < labels.height(); ++y) {
        const uint16_t* row = labels.scanLine(y);
        const Trust* rowTrust = trust.data() + static_cast<size_t>(y) * labels.width();
        for (int x = 1; x < labels.width(); ++x) {
            if (rowTrust[x - 1] == Trust::Sure && rowTrust[x] == Trust::Sure) {
                ++pairs;
                different += row[x - 1] != row[x];
            }
        }
    }
    return pairs > 0 ? static_cast<double>(different) / static_cast<double>(pairs) : 0;
}

ColorMatch matchColors(const QImage& image, const std::vector<ColorKey>& keys, double bound) {
    const QImage argb = image.convertToFormat(QImage::Format_ARGB32);
    ColorMatch result;
    result.labels = LabelMap(argb.size());
    result.trust.reserve(static_cast<size_t>(argb.width()) * argb.height());
    QHash<QRgb, Match> known;  // pictures repeat their colours
    for (int y = 0; y < argb.height(); ++y) {
        const QRgb* from = reinterpret_cast<const QRgb*>(argb.constScanLine(y));
        uint16_t* to = result.labels.writableScanLine(y);
        for (int x = 0; x < argb.width(); ++x) {
            auto match = known.find(from[x]);
            if (match == known.end()) {
                match = known.insert(from[x], nearest(from[x], keys, bound));
            }
            ++match->pixels;
            to[x] = match->label;
            result.trust.push_back(match->trust);
        }
    }
    for (auto match = known.cbegin(); match != known.cend(); ++match) {
        result.inexact += match->exact ? 0 : match->pixels;
        result.sure += match->trust == Trust::Sure ? match->pixels : 0;
        if (match->trust == Trust::None) {
            result.unmatched += match->pixels;
            if (match->pixels > result.strayPixels) {
                result.strayPixels = match->pixels;
                result.strayColor = match.key();
            }
        }
    }
    return result;
}

}  // namespace tessera
