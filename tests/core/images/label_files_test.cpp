// Label files in and out: made ones of every form, and real ones.
#include "core/images/label_files.h"

#include <QDir>
#include <QImage>
#include <QPainter>
#include <QTemporaryDir>
#include <QTest>

#include "core/document/painting_file.h"
#include "core/images/image_files.h"
#include "core/images/label_cleaning.h"
#include "core/palette/palette_library.h"
#include "tests/core/testing.h"

using namespace tessera;

class LabelFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exportsComeBack_data();
    void exportsComeBack();
    void writesDatasetIds();
    void idMinusOneIs255();
    void readsIndexedPngs();
    void readsFewGreys();
    void readsColorsWithStrays();
    void transparentIsVoid();
    void cleansJpeg();
    void takesIslandsAway();
    void readsStrips_data();
    void readsStrips();
    void readsPairs();
    void readsPaintings();
    void readsRealFixtures_data();
    void readsRealFixtures();
    void readsSharedData_data();
    void readsSharedData();
    void guesses_data();
    void guesses();
    void guessesNoPaletteForPhotos();

private:
    QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
    Palette palette(const char* id) const { return library_.find(QString::fromLatin1(id)); }

    QTemporaryDir folder_;
    PaletteLibrary library_ = PaletteLibrary::load(QString());
};

namespace {

QString fixture(const char* name) {
    return QStringLiteral(TESSERA_FIXTURES "/labels/") + QString::fromLatin1(name);
}

/// Blocks of 8 x 8 of every class in turn, void between.
LabelMap blocks(const Palette& palette) {
    LabelMap map(160, 8 * (2 * palette.size() / 20 + 1), kVoid);
    for (int i = 0; i < palette.size(); ++i) {
        const QPoint at(8 * (2 * i % 20), 8 * (2 * i / 20));
        for (int y = 0; y < 8; ++y) {
            std::fill_n(map.writableScanLine(at.y() + y) + at.x(), 8, static_cast<uint16_t>(i));
        }
    }
    return map;
}

/// The first class of each class's colour: what a file of colours can tell.
LabelMap byColor(LabelMap map, const Palette& palette) {
    for (int y = 0; y < map.height(); ++y) {
        uint16_t* row = map.writableScanLine(y);
        for (int x = 0; x < map.width(); ++x) {
            if (row[x] != kVoid) {
                row[x] = static_cast<uint16_t>(palette.indexOfColor(palette.colorOf(row[x]).rgb()));
            }
        }
    }
    return map;
}

double shareOfEqual(const LabelMap& a, const LabelMap& b) {
    qint64 equal = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            equal += a.at(x, y) == b.at(x, y);
        }
    }
    return static_cast<double>(equal) / (static_cast<double>(a.width()) * a.height());
}

int classesIn(const LabelMap& map, const Palette& palette) {
    const std::vector<qint64> areas = map.classAreas(palette.size());
    return palette.size() - static_cast<int>(std::count(areas.begin(), areas.end(), 0));
}

/// At most `count` files of a folder, in order; none where it is absent.
QStringList filesOf(const QString& folder, const QString& pattern, int count) {
    const QDir directory(QStringLiteral(TESSERA_SHARED "/data/") + folder);
    QStringList files;
    for (const QString& name :
         directory.entryList({pattern}, QDir::Files, QDir::Name).mid(0, count)) {
        files << directory.filePath(name);
    }
    return files;
}

}  // namespace

void LabelFilesTest::exportsComeBack_data() {
    QTest::addColumn<Palette>("palette");
    QTest::addColumn<LabelFormat>("format");
    std::vector<Palette> palettes = library_.palettes();
    palettes.push_back(testing::numbered(255));
    palettes.push_back(testing::numbered(256));
    palettes.push_back(testing::numbered(1000, 1000));
    for (const Palette& palette : palettes) {
        const QByteArray name = palette.id().toUtf8() + QByteArray::number(palette.size());
        QTest::newRow(name + " ids") << palette << LabelFormat::Ids;
        QTest::newRow(name + " colours") << palette << LabelFormat::Colors;
        if (palette.size() <= 255) {
            QTest::newRow(name + " indexed") << palette << LabelFormat::Indexed;
        }
    }
}

void LabelFilesTest::exportsComeBack() {
    QFETCH(Palette, palette);
    QFETCH(LabelFormat, format);
    const LabelMap map = blocks(palette);
    const QString file = path("export.png");
    writeLabels(map, palette, file, format);
    const LabelImport import = readLabels(file, palette);
    QCOMPARE(import.labels, format == LabelFormat::Colors ? byColor(map, palette) : map);
    QVERIFY2(import.notes.isEmpty(), qPrintable(import.notes.join(u'|')));
}

void LabelFilesTest::writesDatasetIds() {
    const Palette facades = palette("dayton");
    LabelMap map(3, 1, 0);
    map.writableScanLine(0)[1] = 5;
    map.writableScanLine(0)[2] = kVoid;
    writeLabels(map, facades, path("ids.png"), LabelFormat::Ids);
    const QImage ids(path("ids.png"));
    QCOMPARE(ids.format(), QImage::Format_Grayscale8);
    QCOMPARE(ids.constScanLine(0)[0], uchar{10});
    QCOMPARE(ids.constScanLine(0)[1], uchar{60});
    QCOMPARE(ids.constScanLine(0)[2], uchar{0});
    writeLabels(map, facades, path("indexed.png"), LabelFormat::Indexed);
    const QImage indexed(path("indexed.png"));
    QCOMPARE(indexed.pixelIndex(1, 0), 60);
    QCOMPARE(indexed.pixelColor(1, 0), facades.classes()[5].color);
    writeLabels(LabelMap(3, 1, 299), testing::numbered(300), path("wide.png"), LabelFormat::Ids);
    QCOMPARE(QImage(path("wide.png")).format(), QImage::Format_Grayscale16);
    QVERIFY_THROWS(writeLabels(map, testing::numbered(300), path("x.png"), LabelFormat::Indexed),
                   QLatin1String("an indexed PNG holds 255 classes"));
}

void LabelFilesTest::idMinusOneIs255() {
    const Palette cityscapes = palette("cityscapes");
    QImage bytes(2, 1, QImage::Format_Grayscale8);
    bytes.scanLine(0)[0] = 26;
    bytes.scanLine(0)[1] = 255;
    bytes.save(path("bytes.png"));
    const LabelMap labels = readLabels(path("bytes.png"), cityscapes).labels;
    QCOMPARE(cityscapes.nameOf(labels.at(0, 0)), QStringLiteral("car"));
    QCOMPARE(cityscapes.nameOf(labels.at(1, 0)), QStringLiteral("license plate"));
    QImage words(2, 1, QImage::Format_Grayscale16);
    reinterpret_cast<quint16*>(words.scanLine(0))[0] = 254;
    reinterpret_cast<quint16*>(words.scanLine(0))[1] = 65535;
    words.save(path("words.png"));
    const LabelMap wide = readLabels(path("words.png"), cityscapes).labels;
    QCOMPARE(wide.at(0, 0), kVoid);
    QCOMPARE(cityscapes.nameOf(wide.at(1, 0)), QStringLiteral("license plate"));
}

void LabelFilesTest::readsIndexedPngs() {
    const Palette scenes = palette("scenes");
    QImage image(3, 1, QImage::Format_Indexed8);
    image.setColorTable({scenes.classes()[7].color.rgb(),
                         scenes.classes()[3].color.rgb(),
                         scenes.voidColor().rgb()});
    for (int i = 0; i < 3; ++i) {
        image.setPixel(i, 0, i);
    }
    image.save(path("order.png"));  // another program sorted the palette: colours say what is meant
    LabelMap labels = readLabels(path("order.png"), scenes).labels;
    QCOMPARE(labels.at(0, 0), uint16_t{7});
    QCOMPARE(labels.at(1, 0), uint16_t{3});
    QCOMPARE(labels.at(2, 0), kVoid);
    image.setColorTable({qRgb(1, 0, 0), qRgb(0, 120, 0), qRgb(0, 0, 255)});
    image.save(path("foreign.png"));  // colours mean nothing here, indices are ids
    labels = readLabels(path("foreign.png"), scenes).labels;
    QCOMPARE(labels.at(2, 0), uint16_t{2});
}

void LabelFilesTest::readsFewGreys() {
    // Two bits a pixel, as some datasets store a handful of classes: Qt hands these out as indices.
    QImage image(4, 1, QImage::Format_Mono);
    image.setColorTable({qRgb(0, 0, 0), qRgb(255, 255, 255)});
    image.fill(0);
    image.setPixel(2, 0, 1);
    image.save(path("bits.png"));
    const LabelMap labels = readLabels(path("bits.png"), palette("facades")).labels;
    QCOMPARE(labels.at(0, 0), uint16_t{0});
    QCOMPARE(labels.at(2, 0), uint16_t{1});
}

void LabelFilesTest::readsColorsWithStrays() {
    const Palette scenes = palette("scenes");
    const LabelMap map = blocks(scenes);
    QImage image = colorImage(map, scenes);
    image.setPixel(3, 3, qRgb(255, 0, 255));
    image.setPixel(19, 3, image.pixel(19, 3) ^ 0x030201);
    image.save(path("strays.png"));
    const LabelImport import = readLabels(path("strays.png"), scenes);
    QCOMPARE(import.labels, map);
    QCOMPARE(import.notes, QStringList{"2 pixels matched to the nearest class of palette scenes"});
    QPainter painter(&image);
    painter.fillRect(0, 0, 40, 8, QColor(255, 0, 255));
    painter.end();
    image.save(path("unknown.png"));
    QVERIFY_THROWS(readLabels(path("unknown.png"), scenes),
                   QLatin1String("not in palette scenes, such as #ff00ff"));
}

void LabelFilesTest::transparentIsVoid() {
    const Palette scenes = palette("scenes");
    QImage image(10, 10, QImage::Format_ARGB32);
    image.fill(scenes.classes()[4].color);
    image.setPixel(3, 3, qRgba(9, 9, 9, 0));
    image.save(path("alpha.png"));
    const LabelMap labels = readLabels(path("alpha.png"), scenes).labels;
    QCOMPARE(labels.at(3, 3), kVoid);
    QCOMPARE(labels.at(4, 3), uint16_t{4});
}

void LabelFilesTest::cleansJpeg() {
    const Palette scenes = palette("scenes");
    const LabelMap map =
        readLabels(fixture("scenes_square.png"), scenes).labels.scaled(QSize(512, 512));
    for (const int quality : {95, 80, 60}) {
        writeImage(colorImage(map, scenes), path("labels.jpg"), "jpeg", quality);
        const LabelImport import = readLabels(path("labels.jpg"), scenes);
        const double equal = shareOfEqual(import.labels, map);
        QVERIFY2(equal > 0.97, qPrintable(QStringLiteral("%1: %2").arg(quality).arg(equal)));
        QCOMPARE(import.notes.size(), 1);
    }
}

void LabelFilesTest::takesIslandsAway() {
    LabelMap map(20, 10, 1);
    for (const QPoint p : {QPoint(3, 3), QPoint(4, 3), QPoint(3, 4)}) {  // three pixels
        map.writableScanLine(p.y())[p.x()] = 2;
    }
    for (int y = 6; y < 8; ++y) {  // four
        map.writableScanLine(y)[10] = map.writableScanLine(y)[11] = 5;
    }
    map.writableScanLine(5)[12] = 5;  // touches them at a corner alone
    LabelMap expected(20, 10, 1);
    for (int y = 6; y < 8; ++y) {
        expected.writableScanLine(y)[10] = expected.writableScanLine(y)[11] = 5;
    }
    QCOMPARE(withoutIslands(map, 4), expected);
    QCOMPARE(withoutIslands(map, 1), map);
    QCOMPARE(withoutIslands(map, 1000), map);  // nothing would be left
}

void LabelFilesTest::readsStrips_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("paletteId");
    QTest::newRow("png") << fixture("dayton_strip.png") << QStringLiteral("dayton");
    QTest::newRow("jpeg") << fixture("cvusa_strip.jpg") << QStringLiteral("cvusa");
}

void LabelFilesTest::readsStrips() {
    QFETCH(QString, file);
    QFETCH(QString, paletteId);
    const Palette classes = library_.find(paletteId);
    const LabelImport ground = readLabels(file, classes);
    QCOMPARE(ground.labels.size(), QSize(256, 256));
    QCOMPARE(ground.notes.first(), QStringLiteral("class map of the ground view of a strip"));
    QCOMPARE(classes.nameOf(ground.labels.at(128, 3)), QStringLiteral("sky"));
    QCOMPARE(classes.nameOf(ground.labels.at(128, 250)), QStringLiteral("ground"));
    LabelReadOptions options;
    options.tile = StripTile::Aerial;
    const LabelImport aerial = readLabels(file, classes, options);
    QCOMPARE(aerial.labels.size(), QSize(256, 256));
    QVERIFY(aerial.labels != ground.labels);
    // Seen from above there is no sky, and the colour map beside it must not leak in.
    QVERIFY(aerial.labels.classAreas(6)[classes.indexOfName(QStringLiteral("sky"))] < 20);
}

void LabelFilesTest::readsPairs() {
    const Palette facades = palette("facades");
    const QString file = fixture("facades_pair.jpg");
    LabelReadOptions options;
    const LabelImport automatic = readLabels(file, facades, options);
    QCOMPARE(automatic.labels.size(), QSize(256, 256));
    QCOMPARE(automatic.notes.first(), QStringLiteral("right half of a pair"));
    options.half = PairHalf::Right;
    QCOMPARE(readLabels(file, facades, options).labels, automatic.labels);
    QVERIFY(classesIn(automatic.labels, facades) >= 6);
    QVERIFY(automatic.labels.classAreas(12).at(1) > 10000);  // facade
    options.half = PairHalf::Whole;
    QVERIFY_THROWS(readLabels(file, facades, options), QLatin1String("not in palette facades"));
    options.half = PairHalf::Left;
    QVERIFY_THROWS(readLabels(file, facades, options), QLatin1String("not in palette facades"));
}

void LabelFilesTest::readsPaintings() {
    const Palette scenes = palette("scenes");
    const PaintingData painting{blocks(scenes), scenes, {}, {}};
    savePainting(painting, path("painting.png"));
    const LabelImport same = readLabels(path("painting.png"), scenes);
    QCOMPARE(same.labels, painting.labels);
    QVERIFY(same.notes.isEmpty());
    QVERIFY(*guessPalette(path("painting.png"), {}) == scenes);
    const Palette camvid = palette("camvid");
    const LabelImport other = readLabels(path("painting.png"), camvid);
    QCOMPARE(camvid.nameOf(other.labels.at(16 * 4 + 3, 3)), QStringLiteral("road"));
    QVERIFY(other.notes.value(0).contains(QLatin1String("a painting of palette scenes")));
    QVERIFY_THROWS(readLabels(path("painting.png"), testing::numbered(5)),
                   QLatin1String("palette numbered has none of its classes"));
}

void LabelFilesTest::readsRealFixtures_data() {
    QTest::addColumn<QString>("paletteId");
    QTest::addColumn<int>("classes");
    const auto row = [](const char* file, const char* id, int n) {
        QTest::newRow(file) << QString::fromLatin1(id) << n;
    };
    row("scenes_street.png", "scenes", 8);
    row("scenes_square.png", "scenes", 7);
    row("scenes_london.png", "scenes", 7);
    row("scenes_meadow.png", "scenes", 4);
    row("scenes_river.png", "scenes", 4);
    row("camvid_annotation.png", "camvid", 11);
}

void LabelFilesTest::readsRealFixtures() {
    QFETCH(QString, paletteId);
    QFETCH(int, classes);
    const Palette p = library_.find(paletteId);
    const LabelImport import = readLabels(fixture(QTest::currentDataTag()), p);
    QCOMPARE(classesIn(import.labels, p), classes);
    QVERIFY(import.notes.isEmpty());
}

void LabelFilesTest::readsSharedData_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("pattern");
    const auto row = [](const char* id, const char* folder, const char* pattern) {
        QTest::newRow(id) << QString::fromLatin1(folder) << QString::fromLatin1(pattern);
    };
    row("scenes", "scenes/val", "*.png");
    row("celebamask_hq", "celebamask/val", "*.png");
    row("deepfashion", "ccp/val", "*.png");
    row("facades", "facades/val", "*.jpg");
    row("camvid", "camvid/valannot", "*.png");
    row("dayton", "crossview/dayton/test", "*");
    row("sva", "crossview/sva/test", "*");
    row("cvusa", "crossview/cvusa/test", "*");
    row("coco_stuff", "cocostuff/val_label", "*.png");
}

/// Real files read, and what was read comes back from every form of export.
void LabelFilesTest::readsSharedData() {
    QFETCH(QString, folder);
    QFETCH(QString, pattern);
    const QStringList files = filesOf(folder, pattern, 4);
    if (files.isEmpty()) {
        QSKIP("the shared data is not here");
    }
    const Palette p = palette(QTest::currentDataTag());
    for (const QString& file : files) {
        const LabelMap labels = readLabels(file, p).labels;
        QVERIFY2(classesIn(labels, p) >= 2, qPrintable(file));
        for (const LabelFormat format :
             {LabelFormat::Ids, LabelFormat::Indexed, LabelFormat::Colors}) {
            writeLabels(labels, p, path("again.png"), format);
            const LabelMap expected = format == LabelFormat::Colors ? byColor(labels, p) : labels;
            QVERIFY2(readLabels(path("again.png"), p).labels == expected, qPrintable(file));
        }
    }
}

void LabelFilesTest::guesses_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("id");
    QTest::newRow("named by its path") << fixture("scenes_street.png") << QStringLiteral("scenes");
    QTest::newRow("named ids") << fixture("camvid_annotation.png") << QStringLiteral("camvid");
    QTest::newRow("colours") << fixture("facades_pair.jpg") << QStringLiteral("facades");
    QTest::newRow("strip") << fixture("cvusa_strip.jpg") << QStringLiteral("cvusa");
    const PaletteLibrary library = PaletteLibrary::load(QString());
    for (const char* id : {"ade20k", "coco_stuff", "celebamask_hq", "deepfashion"}) {
        const Palette p = library.find(QString::fromLatin1(id));
        const QString file = folder_.filePath(
            QStringLiteral("guess%1.png").arg(QTest::currentTestFunction()[0] + p.size()));
        writeLabels(blocks(p), p, file, LabelFormat::Colors);
        QTest::newRow(id) << file << p.id();
    }
}

void LabelFilesTest::guesses() {
    QFETCH(QString, file);
    QFETCH(QString, id);
    const std::optional<Palette> guess = guessPalette(file, library_.palettes());
    QVERIFY(guess);
    QCOMPARE(guess->id(), id);
}

void LabelFilesTest::guessesNoPaletteForPhotos() {
    // The photo half of a real pair.
    const QImage pair = readImage(fixture("facades_pair.jpg"));
    writePhoto(pair.copy(0, 0, 256, 256), path("photo.jpg"));
    QVERIFY(!guessPalette(path("photo.jpg"), library_.palettes()));
    writePhoto(pair.copy(0, 0, 256, 256), path("photo.png"));
    QVERIFY(!guessPalette(path("photo.png"), library_.palettes()));
}

QTEST_GUILESS_MAIN(LabelFilesTest)
#include "label_files_test.moc"
