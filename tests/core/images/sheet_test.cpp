// Sheets: every picture in its cell, and as large as they need.
#include "core/images/sheet.h"

#include <QTest>

#include "tests/core/testing.h"

using namespace tessera;
using tessera::testing::filled;

class SheetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sheetsHoldEveryPicture() {
        const QImage sheet = pictureSheet(
            {filled({20, 10}, Qt::red), filled({20, 10}, Qt::green), filled({20, 10}, Qt::blue)},
            2);
        QCOMPARE(sheet.size(), QSize(3 * 8 + 2 * 20, 3 * 8 + 2 * 10));
        QCOMPARE(sheet.pixelColor(9, 9), QColor(Qt::red));
        QCOMPARE(sheet.pixelColor(37, 9), QColor(Qt::green));
        QCOMPARE(sheet.pixelColor(9, 27), QColor(Qt::blue));
        QCOMPARE(sheet.pixelColor(37, 27), QColor(Qt::white));
    }

    void viewpointsStandBesideTheirSource() {
        const QSize size(16, 16);
        const QImage sheet = viewpointSheet(filled(size, Qt::black),
                                            {filled(size, Qt::red), filled(size, Qt::green)},
                                            {filled(size, Qt::blue), filled(size, Qt::yellow)});
        QCOMPARE(sheet.size(), QSize(4 * 8 + 3 * 16, 3 * 8 + 2 * 16));
        QCOMPARE(sheet.pixelColor(16, 16), QColor(Qt::white));
        QCOMPARE(sheet.pixelColor(40, 16), QColor(Qt::red));
        QCOMPARE(sheet.pixelColor(64, 16), QColor(Qt::green));
        QCOMPARE(sheet.pixelColor(16, 40), QColor(Qt::black));
        QCOMPARE(sheet.pixelColor(40, 40), QColor(Qt::blue));
        QCOMPARE(sheet.pixelColor(64, 40), QColor(Qt::yellow));
    }
};

QTEST_GUILESS_MAIN(SheetTest)
#include "sheet_test.moc"
