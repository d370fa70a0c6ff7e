// Colour maps: even steps, growing lightness, and ends where they belong.
#include "core/jobs/inspection/colour_map.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace tessera;

namespace {

struct Lab {
    double lightness, a, b;
};

Lab labOf(QRgb color) {
    const auto linear = [](int byte) {
        const double v = byte / 255.0;
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    const double r = linear(qRed(color)), g = linear(qGreen(color)), b = linear(qBlue(color));
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

double apart(QRgb one, QRgb other) {
    const Lab a = labOf(one), b = labOf(other);
    return std::hypot(a.lightness - b.lightness, a.a - b.a, a.b - b.b);
}

}  // namespace

class ColourMapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stepsAreEven_data();
    void stepsAreEven();
    void lightnessGrows();
    void middleIsGrey();
    void numbersBeyondTakeTheEnds();
    void imagesHoldANumberAPixel();
};

void ColourMapTest::stepsAreEven_data() {
    QTest::addColumn<int>("map");
    QTest::newRow("sequential") << static_cast<int>(ColourMap::Sequential);
    QTest::newRow("diverging") << static_cast<int>(ColourMap::Diverging);
}

// Over 16 entries, so that rounding to bytes counts little.
void ColourMapTest::stepsAreEven() {
    QFETCH(int, map);
    const auto& table = colours(static_cast<ColourMap>(map));
    double least = 1, most = 0;
    for (size_t i = 16; i < table.size(); i += 16) {
        const double step = apart(table[i - 16], table[i]);
        least = std::min(least, step);
        most = std::max(most, step);
    }
    QVERIFY2(most < 1.15 * least, qPrintable(QStringLiteral("%1 to %2").arg(least).arg(most)));
}

void ColourMapTest::lightnessGrows() {
    const auto& table = colours(ColourMap::Sequential);
    for (size_t i = 8; i < table.size(); i += 8) {
        QVERIFY(labOf(table[i]).lightness > labOf(table[i - 8]).lightness + 0.01);
    }
    QVERIFY(labOf(table.back()).lightness - labOf(table.front()).lightness > 0.6);
}

void ColourMapTest::middleIsGrey() {
    const Lab middle = labOf(colours(ColourMap::Diverging)[128]);
    QVERIFY(std::hypot(middle.a, middle.b) < 0.01);
    const Lab low = labOf(colours(ColourMap::Diverging).front());
    const Lab high = labOf(colours(ColourMap::Diverging).back());
    QVERIFY(std::abs(low.lightness - high.lightness) < 0.02);
    QVERIFY(low.b < 0 && high.b > 0);
}

void ColourMapTest::numbersBeyondTakeTheEnds() {
    const auto& table = colours(ColourMap::Sequential);
    QCOMPARE(colourOf(-3, 0, 2), table.front());
    QCOMPARE(colourOf(5, 0, 2), table.back());
    QCOMPARE(colourOf(1, 1, 1), table.front());
    QCOMPARE(qAlpha(colourOf(std::numeric_limits<float>::quiet_NaN(), 0, 1)), 0);
}

void ColourMapTest::imagesHoldANumberAPixel() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const QImage image = heatImage({{2, 2}, 1, {0, 1, nan, 0.5F}}, 0, 1);
    QCOMPARE(image.pixel(0, 0), colours(ColourMap::Sequential).front());
    QCOMPARE(image.pixel(1, 0), colours(ColourMap::Sequential).back());
    QCOMPARE(qAlpha(image.pixel(0, 1)), 0);
    QCOMPARE(image.pixel(1, 1), colours(ColourMap::Sequential)[128]);
    const QImage bar = colourBar({64, 3});
    QCOMPARE(bar.pixel(0, 2), colours(ColourMap::Sequential).front());
    QCOMPARE(bar.pixel(63, 0), colours(ColourMap::Sequential).back());
}

QTEST_GUILESS_MAIN(ColourMapTest)
#include "colour_map_test.moc"
