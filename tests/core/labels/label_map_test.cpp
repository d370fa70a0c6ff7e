// The label map as a value: sharing, copying, scaling, counting; and patches of it.
#include "core/labels/label_map.h"

#include <QTest>

#include "core/labels/label_patch.h"
#include "tests/core/testing.h"

using namespace tessera;

class LabelMapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isShared();
    void copies();
    void scales();
    void mirrors();
    void counts();
    void sharesBandsThatAreNotWritten();
    void refusesSizes();
    void patchUndoesAndRedoes_data();
    void patchUndoesAndRedoes();
    void patchOfFlatTilesIsSmall();
    void patchOfNoiseIsBounded();
};

namespace {

/// Every pixel differs from its neighbours.
LabelMap gradient(int width, int height) {
    LabelMap map(width, height, 0);
    for (int y = 0; y < height; ++y) {
        uint16_t* row = map.writableScanLine(y);
        for (int x = 0; x < width; ++x) {
            row[x] = static_cast<uint16_t>((31 * x + 17 * y) % 4093);
        }
    }
    return map;
}

}  // namespace

void LabelMapTest::isShared() {
    LabelMap a(5, 3, 7);
    const LabelMap b = a;
    QCOMPARE(b.scanLine(1), std::as_const(a).scanLine(1));
    QVERIFY(a == b);
    a.writableScanLine(1)[2] = 9;
    QCOMPARE(b.at(2, 1), uint16_t{7});
    QCOMPARE(a.at(2, 1), uint16_t{9});
    QVERIFY(a != b);
    QVERIFY(LabelMap().isEmpty());
    QVERIFY(LabelMap(3, 2) != LabelMap(2, 3));
    QCOMPARE(LabelMap(2, 2).at(0, 0), kVoid);
}

void LabelMapTest::copies() {
    const LabelMap map = gradient(6, 4);
    const LabelMap part = map.copy(QRect(4, -1, 3, 3));
    QCOMPARE(part.size(), QSize(3, 3));
    QCOMPARE(part.at(0, 0), kVoid);
    QCOMPARE(part.at(0, 1), map.at(4, 0));
    QCOMPARE(part.at(1, 2), map.at(5, 1));
    QCOMPARE(part.at(2, 2), kVoid);
    QCOMPARE(map.copy(QRect(20, 20, 2, 2)), LabelMap(2, 2));
}

void LabelMapTest::scales() {
    LabelMap map(2, 1, 1);
    map.writableScanLine(0)[1] = 2;
    const LabelMap big = map.scaled(QSize(5, 2));
    const std::vector<uint16_t> row(big.scanLine(1), big.scanLine(1) + 5);
    QCOMPARE(row, (std::vector<uint16_t>{1, 1, 2, 2, 2}));
    QCOMPARE(gradient(40, 30).scaled(QSize(20, 15)).at(3, 2), gradient(40, 30).at(7, 5));
    QCOMPARE(big.scaled(big.size()), big);
    QVERIFY(LabelMap().scaled(QSize(2, 2)) == LabelMap(2, 2));
}

void LabelMapTest::mirrors() {
    const LabelMap map = gradient(5, 4);
    QCOMPARE(map.mirrored(true, false).at(0, 1), map.at(4, 1));
    QCOMPARE(map.mirrored(false, true).at(1, 0), map.at(1, 3));
    QCOMPARE(map.mirrored(true, true).mirrored(true, true), map);
}

void LabelMapTest::counts() {
    LabelMap map(4, 4, 2);
    map.writableScanLine(0)[0] = kVoid;
    map.writableScanLine(0)[1] = 0;
    map.writableScanLine(0)[2] = 3;
    QCOMPARE(map.classAreas(3), (std::vector<qint64>{1, 0, 13}));
}

void LabelMapTest::sharesBandsThatAreNotWritten() {
    constexpr int kRows = 2 * LabelMap::kBand + 9;
    const LabelMap before = gradient(7, kRows);
    LabelMap map = before;
    map.writableScanLine(LabelMap::kBand + 3)[2] = 6;
    for (const int y : {0, LabelMap::kBand - 1, 2 * LabelMap::kBand, kRows - 1}) {
        QCOMPARE(std::as_const(map).scanLine(y), before.scanLine(y));
    }
    QVERIFY(std::as_const(map).scanLine(LabelMap::kBand) != before.scanLine(LabelMap::kBand));
    QVERIFY(map != before);
    QCOMPARE(before, gradient(7, kRows));
    map.writableScanLine(LabelMap::kBand + 3)[2] = before.at(2, LabelMap::kBand + 3);
    QCOMPARE(map, before);
    QCOMPARE(map.classAreas(5, 60, 70), map.copy(QRect(0, 60, 7, 10)).classAreas(5));
}

void LabelMapTest::refusesSizes() {
    QVERIFY_THROWS(LabelMap(-1, 4), QLatin1String("-1 x 4"));
    QVERIFY_THROWS(LabelMap(LabelMap::kMaxSide + 1, 1), QLatin1String("at most 8192"));
}

void LabelMapTest::patchUndoesAndRedoes_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QRect>("area");
    QTest::newRow("one pixel") << QSize(1, 1) << QRect(0, 0, 1, 1);
    QTest::newRow("inside a tile") << QSize(100, 100) << QRect(3, 4, 20, 30);
    QTest::newRow("over tiles") << QSize(200, 130) << QRect(60, 60, 70, 69);
    QTest::newRow("odd edges") << QSize(131, 67) << QRect(0, 0, 131, 67);
}

void LabelMapTest::patchUndoesAndRedoes() {
    QFETCH(QSize, size);
    QFETCH(QRect, area);
    const LabelMap before = gradient(size.width(), size.height());
    LabelMap map = before;
    LabelRecorder recorder(size);
    QVERIFY(recorder.isEmpty());
    for (int y = area.top(); y <= area.bottom(); ++y) {
        recorder.willChange(map, y, area.left(), area.right() + 1);
        std::fill_n(map.writableScanLine(y) + area.left(), area.width(), 5000);
    }
    const LabelMap after = map;
    LabelPatch patch = recorder.take();
    QVERIFY(recorder.isEmpty());
    QCOMPARE(patch.exchange(map), area);
    QCOMPARE(map, before);
    QCOMPARE(patch.exchange(map), area);
    QCOMPARE(map, after);
    QCOMPARE(patch.exchange(map), area);
    QCOMPARE(map, before);
}

void LabelMapTest::patchOfFlatTilesIsSmall() {
    const LabelMap map(1024, 1024, 3);
    LabelPatch patch;
    for (int i = 0; i < 256; ++i) {
        patch.add(map, i % 16, i / 16);
    }
    patch.squeeze();
    QVERIFY2(patch.bytes() < 256 * 32, qPrintable(QString::number(patch.bytes())));
}

void LabelMapTest::patchOfNoiseIsBounded() {
    const LabelMap map = gradient(64, 64);
    LabelPatch patch;
    patch.add(map, 0, 0);
    patch.squeeze();
    QVERIFY2(patch.bytes() < 64 * 64 * 2 + 64, qPrintable(QString::number(patch.bytes())));
}

QTEST_GUILESS_MAIN(LabelMapTest)
#include "label_map_test.moc"
