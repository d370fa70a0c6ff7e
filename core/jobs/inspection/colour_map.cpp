// Colour maps as paths through OKLab, walked at even steps.
#include "core/jobs/inspection/colour_map.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <vector>

namespace tessera {
namespace {

constexpr double kDegree = 3.14159265358979323846 / 180;
constexpr int kFine = 4096;  // points of a path before it is walked at even steps
constexpr QRgb kTransparent = 0;

/// A colour as the eye measures: distances are differences that are seen alike everywhere.
struct OkLab {
    double lightness = 0, a = 0, b = 0;
};

using LinearRgb = std::array<double, 3>;

LinearRgb linearOf(const OkLab& colour) {
    const auto cube = [](double v) { return v * v * v; };
    const double l = cube(colour.lightness + 0.3963377774 * colour.a + 0.2158037573 * colour.b);
    const double m = cube(colour.lightness - 0.1055613458 * colour.a - 0.0638541728 * colour.b);
    const double s = cube(colour.lightness - 0.0894841775 * colour.a - 1.2914855480 * colour.b);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

bool isShown(const OkLab& colour) {
    const LinearRgb rgb = linearOf(colour);
    return std::all_of(rgb.begin(), rgb.end(), [](double v) { return v >= 0 && v <= 1; });
}

QRgb rgbOf(const OkLab& colour) {
    const auto byte = [](double linear) {
        const double v = std::clamp(linear, 0.0, 1.0);
        const double encoded = v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
        return static_cast<int>(std::lround(255 * encoded));
    };
    const LinearRgb rgb = linearOf(colour);
    return qRgb(byte(rgb[0]), byte(rgb[1]), byte(rgb[2]));
}

/// The colour of that lightness and hue, as colourful as a screen shows it up to `chroma`.
OkLab polar(double lightness, double chroma, double hue) {
    const auto at = [&](double c) {
        return OkLab{lightness, c * std::cos(hue * kDegree), c * std::sin(hue * kDegree)};
    };
    if (isShown(at(chroma))) {
        return at(chroma);
    }
    double low = 0, high = chroma;
    for (int i = 0; i < 24; ++i) {
        const double middle = (low + high) / 2;
        (isShown(at(middle)) ? low : high) = middle;
    }
    return at(low);
}

OkLab sequential(double t) {
    return polar(0.25 + 0.68 * t, 0.12, 285 - 180 * t);
}

OkLab diverging(double t) {
    const double away = std::abs(2 * t - 1);
    return polar(0.93 - 0.43 * away, 0.12 * away, t < 0.5 ? 258 : 55);
}

double distance(const OkLab& one, const OkLab& other) {
    return std::hypot(one.lightness - other.lightness, one.a - other.a, one.b - other.b);
}

std::array<QRgb, 256> walked(OkLab (*path)(double)) {
    std::vector<double> lengths{0};
    OkLab last = path(0);
    for (int i = 1; i <= kFine; ++i) {
        const OkLab next = path(static_cast<double>(i) / kFine);
        lengths.push_back(lengths.back() + distance(last, next));
        last = next;
    }
    std::array<QRgb, 256> table{};
    for (size_t i = 0; i < table.size(); ++i) {
        const double length = lengths.back() * static_cast<double>(i) / 255;
        const auto reached = std::lower_bound(lengths.begin(), lengths.end(), length);
        table[i] = rgbOf(path(static_cast<double>(reached - lengths.begin()) / kFine));
    }
    return table;
}

/// Places of numbers in a table of 256.
class Scale {
public:
    Scale(float low, float high, ColourMap map)
        : table_(colours(map)), low_(low), factor_(high > low ? 255 / (high - low) : 0) {}

    QRgb operator()(float value) const {
        if (std::isnan(value)) {
            return kTransparent;
        }
        const float place = std::clamp((value - low_) * factor_ + 0.5F, 0.0F, 255.0F);
        return table_[static_cast<size_t>(place)];
    }

private:
    const std::array<QRgb, 256>& table_;
    float low_;
    float factor_;
};

}  // namespace

const std::array<QRgb, 256>& colours(ColourMap map) {
    static const std::array<QRgb, 256> even = walked(sequential);
    static const std::array<QRgb, 256> both = walked(diverging);
    return map == ColourMap::Sequential ? even : both;
}

QRgb colourOf(float value, float low, float high, ColourMap map) {
    return Scale(low, high, map)(value);
}

QImage heatImage(const NumberMap& map, float low, float high, ColourMap colours) {
    const Scale scale(low, high, colours);
    QImage image(map.size, QImage::Format_ARGB32_Premultiplied);  // wholly or not at all there
    const float* value = map.values.data();
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        std::transform(value, value + image.width(), line, scale);
        value += image.width();
    }
    return image;
}

QImage colourBar(QSize size, ColourMap map) {
    QImage image(size, QImage::Format_RGB32);
    const auto last = static_cast<float>(std::max(1, size.width() - 1));
    for (int x = 0; x < size.width(); ++x) {
        const QRgb color = colourOf(static_cast<float>(x), 0, last, map);
        for (int y = 0; y < size.height(); ++y) {
            image.setPixel(x, y, color);
        }
    }
    return image;
}

QString shortNumber(double value) {
    return QLocale().toString(value, 'g', 3);
}

}  // namespace tessera
