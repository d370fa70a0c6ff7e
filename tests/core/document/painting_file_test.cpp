// Paintings on disk: nothing is lost, other programs see the colours, bad files say why.
#include "core/document/painting_file.h"

#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "core/images/index_image.h"
#include "core/palette/palette_library.h"
#include "tests/core/testing.h"

using namespace tessera;

class PaintingFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void losesNothing_data();
    void losesNothing();
    void keepsTheSourcePhoto_data();
    void keepsTheSourcePhoto();
    void refusesADamagedSourcePhoto();
    void showsColorsElsewhere();
    void keepsTheOldFileOnFailure();
    void refuses_data();
    void refuses();

private:
    QTemporaryDir folder_;
};

namespace {

/// Every class of the palette, and void.
LabelMap allLabels(int classes) {
    LabelMap map(61, (classes + 61) / 61 + 1, kVoid);
    for (int i = 0; i < classes; ++i) {
        map.writableScanLine(i / 61)[i % 61] = static_cast<uint16_t>(i);
    }
    return map;
}

PaintingData samplePainting(const Palette& palette) {
    return {allLabels(palette.size()),
            palette,
            {{0.1F, -3.25e-8F, 1.0F / 3, 1e30F, 0.0F, -0.0F},
             0xFFFFFFFF,
             0x80000001,
             QStringLiteral("tab\tand  spaces\n\"Überblick\" 雨: key"),
             {{QStringLiteral("sky"), QStringLiteral("evening, \"雨\"")},
              {QStringLiteral("road"), QString()}}},
            QStringLiteral("scenes: realtime  2")};
}

void writeFile(const QString& file, const QByteArray& bytes) {
    QFile device(file);
    QVERIFY(device.open(QIODevice::WriteOnly));
    device.write(bytes);
}

QByteArray bytesOf(const QString& file) {
    QFile device(file);
    return device.open(QIODevice::ReadOnly) ? device.readAll() : QByteArray();
}

}  // namespace

void PaintingFileTest::losesNothing_data() {
    QTest::addColumn<Palette>("palette");
    const PaletteLibrary library = PaletteLibrary::load(QString());
    for (const Palette& palette : library.palettes()) {
        QTest::newRow(qPrintable(palette.id())) << palette;
    }
    for (const int size : {1, 254, 255, 256, 257, 4096}) {
        QTest::addRow("%d classes", size) << testing::numbered(size);
    }
}

void PaintingFileTest::losesNothing() {
    QFETCH(Palette, palette);
    const PaintingData painting = samplePainting(palette);
    const QString file = folder_.filePath(QStringLiteral("a painting.png"));
    savePainting(painting, file, QStringLiteral("/a  note/ü.png"));
    QVERIFY(isPainting(file));
    QString note;
    const PaintingData again = openPainting(file, &note);
    QCOMPARE(note, QStringLiteral("/a  note/ü.png"));
    QCOMPARE(again.labels, painting.labels);
    QVERIFY(again.palette == painting.palette);
    QCOMPARE(again.style.styleName, painting.style.styleName);
    QVERIFY(again == painting);
}

void PaintingFileTest::keepsTheSourcePhoto_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("one text") << QSize(256, 256);
    QTest::newRow("several texts") << QSize(2000, 1500);  // above what libpng reads of one
}

void PaintingFileTest::keepsTheSourcePhoto() {
    QFETCH(QSize, size);
    QImage photo(size, QImage::Format_RGB888);
    std::mt19937 random(7);
    std::generate_n(photo.bits(), photo.sizeInBytes(), [&] { return uchar(random()); });
    PaintingData painting = samplePainting(testing::numbered(9));
    painting.source = {photo, QStringLiteral("from above: ü")};
    const QString file = folder_.filePath(QStringLiteral("source.png"));
    savePainting(painting, file);
    const PaintingData again = openPainting(file);
    QCOMPARE(again.source.name, painting.source.name);
    QVERIFY(again == painting);
    painting.source = {};
    savePainting(painting, file);
    QVERIFY(openPainting(file) == painting);
}

void PaintingFileTest::refusesADamagedSourcePhoto() {
    QImage photo(64, 64, QImage::Format_RGB888);
    photo.fill(Qt::red);
    PaintingData painting = samplePainting(testing::numbered(9));
    painting.source = {photo, QStringLiteral("red")};
    const QString file = folder_.filePath(QStringLiteral("damaged.png"));
    savePainting(painting, file);
    QImage image(file);
    const QString text = image.text(QStringLiteral("Tessera-source-1"));
    for (const QString& other : {text.left(text.size() / 2), QStringLiteral("AAAA"), QString()}) {
        image.setText(QStringLiteral("Tessera-source-1"), other);
        QVERIFY(image.save(file));
        QVERIFY_THROWS(openPainting(file), QLatin1String("its source photo is damaged"));
    }
}

void PaintingFileTest::showsColorsElsewhere() {
    const Palette palette = PaletteLibrary::load(QString()).find(QStringLiteral("scenes"));
    const QString file = folder_.filePath(QStringLiteral("p.png"));
    savePainting(samplePainting(palette), file);
    const QImage image(file);
    QCOMPARE(image.format(), QImage::Format_Indexed8);
    QCOMPARE(image.pixelIndex(7, 0), 7);
    QCOMPARE(image.pixelColor(7, 0), palette.classes()[7].color);
    QCOMPARE(image.pixelIndex(40, 0), 255);
    QCOMPARE(image.pixelColor(40, 0), palette.voidColor());
}

void PaintingFileTest::keepsTheOldFileOnFailure() {
    const PaintingData painting = samplePainting(testing::numbered(3));
    QVERIFY_THROWS(savePainting(painting, folder_.filePath(QStringLiteral("none/p.png"))),
                   QLatin1String("there is no folder"));
    QVERIFY_THROWS(savePainting(painting, folder_.path()), QLatin1String(": cannot be written"));
    QVERIFY_THROWS(savePainting({}, folder_.filePath(QStringLiteral("empty.png"))),
                   QLatin1String("cannot be written"));
    QVERIFY(!QFile::exists(folder_.filePath(QStringLiteral("empty.png"))));
}

void PaintingFileTest::refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("x.png"));
    const auto row = [&](const char* name, const char* reason) {
        QTest::newRow(name) << bytesOf(file) << QString::fromLatin1(reason);
    };
    writeFile(file, "");
    row("empty", "the file is empty");
    writeFile(file, "label map");
    row("text", "not an image");
    savePainting(samplePainting(testing::numbered(9)), file);
    const QByteArray good = bytesOf(file);
    writeFile(file, good.left(good.size() / 2));
    row("cut", "damaged or cut off");
    writeFile(file, good.left(good.size() - 12));
    row("end is missing", "damaged or cut off");
    QImage plain(4, 4, QImage::Format_Grayscale8);
    plain.fill(0);
    plain.save(file);
    row("plain picture", "not a painting");
    const auto withTexts = [&](QImage image, const char* painting) {
        image.setText(QStringLiteral("Tessera-painting"), QString::fromLatin1(painting));
        image.save(file);
    };
    withTexts(indexImage(LabelMap(4, 4, 1), testing::numbered(9)), R"({"version": 9})");
    row("other version", "another version");
    withTexts(indexImage(LabelMap(4, 4, 1), testing::numbered(9)), "{{");
    row("broken text", "not a painting");
    withTexts(indexImage(LabelMap(4, 4, 77), testing::numbered(9)), R"({"version": 1})");
    row("class beyond its palette", "class number 77 is beyond its palette numbered");
    QImage grey =
        indexImage(LabelMap(4, 4, 1), testing::numbered(9)).convertToFormat(QImage::Format_RGB888);
    grey.setText(QStringLiteral("Tessera-palette"),
                 QString::fromUtf8(testing::numbered(9).toJson()));
    withTexts(grey, R"({"version": 1})");
    row("converted", "changed by another program");
    QImage broken = indexImage(LabelMap(4, 4, 1), testing::numbered(9));
    broken.setText(QStringLiteral("Tessera-palette"), QStringLiteral("{\"id\": \"p\"}"));
    withTexts(broken, R"({"version": 1})");
    row("broken palette", "no whole number \"void\"");
}

void PaintingFileTest::refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const QString file = folder_.filePath(QStringLiteral("bad.png"));
    writeFile(file, bytes);
    QVERIFY_THROWS(openPainting(file), reason);
    QVERIFY_THROWS(openPainting(file), QLatin1String("bad.png: "));
}

QTEST_GUILESS_MAIN(PaintingFileTest)
#include "painting_file_test.moc"
