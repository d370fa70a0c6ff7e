// Palettes: what JSON they take, what they refuse, and the eleven that come with the program.
#include "core/palette/palette.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include "core/palette/palette_library.h"
#include "tests/core/testing.h"

using namespace tessera;

class PaletteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void findsClasses();
    void survivesJson();
    void hasVoidColorOfItsOwn();
    void ships_data();
    void ships();
    void knowsCityscapes();
    void reportsBrokenUserFiles();
    void userPaletteTakesPlaceOfBuiltIn();
};

namespace {

QByteArray paletteJson(const QByteArray& classes, const QByteArray& rest = R"("void": 255)") {
    return R"({"id": "p", )" + rest + R"(, "classes": [)" + classes + "]}";
}

void writeFile(const QString& file, const QByteArray& bytes) {
    QFile device(file);
    QVERIFY(device.open(QIODevice::WriteOnly));
    device.write(bytes);
}

}  // namespace

void PaletteTest::refuses_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("reason");
    const QByteArray a = R"({"id": 1, "name": "a", "color": "#010203"})";
    const auto row = [](const char* name, const QByteArray& json, const char* reason) {
        QTest::newRow(name) << json << QString::fromLatin1(reason);
    };
    row("empty", "", "not JSON");
    row("cut", R"({"id": "p", "cla)", "not JSON at byte");
    row("array", "[1, 2]", "not a palette");
    row("no classes", paletteJson(""), "no classes");
    row("classes of another type", R"({"id": "p", "void": 255, "classes": 7})", "no classes");
    row("class of another type", paletteJson("7"), "class number 1 has no whole number \"id\"");
    row("no id", R"({"void": 255, "classes": [)" + a + "]}", "the palette's id");
    row("bad id",
        R"({"id": "a b", "void": 255, "classes": [)" + a + "]}",
        "the palette's id \"a b\"");
    row("no void", paletteJson(a, R"("title": "x")"), "no whole number \"void\"");
    row("void out of range", paletteJson(a, R"("void": 70000)"), "void id 70000");
    row("void is a class", paletteJson(a, R"("void": 1)"), "has the void id 1");
    row("duplicate id",
        paletteJson(a + R"(, {"id": 1, "name": "b", "color": "#040506"})"),
        "the id 1 is given twice");
    row("duplicate name",
        paletteJson(a + R"(, {"id": 2, "name": "A", "color": "#040506"})"),
        "the name \"A\" is given twice");
    row("no name", paletteJson(R"({"id": 1, "color": "#010203"})"), "class 1 has no name");
    row("no colour", paletteJson(R"({"id": 1, "name": "a"})"), "class 1 has the colour \"\"");
    row("colour's name", paletteJson(R"({"id": 1, "name": "a", "color": "red"})"), "not #rrggbb");
    row("bad colour", paletteJson(R"({"id": 1, "name": "a", "color": "#12345g"})"), "not #rrggbb");
    row("fraction", paletteJson(R"({"id": 1.5, "name": "a", "color": "#010203"})"), "whole number");
    row("id too low", paletteJson(R"({"id": -2, "name": "a", "color": "#010203"})"), "outside -1");
    row("id too high", paletteJson(R"({"id": 65535, "name": "a", "color": "#010203"})"), "outside");
    QByteArray many;
    for (int i = 0; i <= Palette::kMaxClasses; ++i) {
        const QByteArray n = QByteArray::number(i + 300);
        many += (i ? ", " : "") + QByteArray(R"({"id": )") + n + R"(, "name": "n)" + n +
                R"(", "color": "#010203"})";
    }
    row("too many classes", paletteJson(many), "more than 4096 classes");
}

void PaletteTest::refuses() {
    QFETCH(QByteArray, json);
    QFETCH(QString, reason);
    QVERIFY_THROWS(Palette::fromJson(json, QStringLiteral("my.json")), reason);
    QVERIFY_THROWS(Palette::fromJson(json, QStringLiteral("my.json")), QLatin1String("my.json: "));
}

void PaletteTest::findsClasses() {
    const Palette palette(QStringLiteral("p"),
                          {},
                          {},
                          255,
                          {{7, QStringLiteral("Sky"), QColor(1, 2, 3), true, {}},
                           {-1, QStringLiteral("plate"), QColor(4, 5, 6), false, {}}});
    QCOMPARE(palette.title(), QStringLiteral("p"));
    QCOMPARE(palette.size(), 2);
    QCOMPARE(palette.indexOfId(-1), 1);
    QCOMPARE(palette.indexOfId(0), -1);
    QCOMPARE(palette.indexOfName(QStringLiteral("sky")), 0);
    QCOMPARE(palette.indexOfColor(qRgba(4, 5, 6, 9)), 1);
    QCOMPARE(palette.nameOf(1), QStringLiteral("plate"));
    QCOMPARE(palette.nameOf(0xFFFF), QStringLiteral("void"));
    QCOMPARE(palette.colorOf(0), QColor(1, 2, 3));
    QCOMPARE(palette.colorOf(2), palette.voidColor());
    QVERIFY(Palette().isEmpty());
    QCOMPARE(Palette().indexOfId(0), -1);
}

void PaletteTest::survivesJson() {
    const Palette palette(
        QStringLiteral("p.1-x_"),
        QStringLiteral("Tïtle"),
        QStringLiteral("two  spaces\nand a line"),
        0,
        {{3, QStringLiteral("wand \"x\""), QColor(1, 2, 3), false, QStringLiteral("g")},
         {65534, QStringLiteral("ende"), QColor(255, 0, 128), true, {}}});
    const Palette again = Palette::fromJson(palette.toJson(), QStringLiteral("f"));
    QVERIFY(again == palette);
    QVERIFY(!(again == Palette()));
}

void PaletteTest::hasVoidColorOfItsOwn() {
    const QColor usual = testing::numbered(3).voidColor();
    const Palette palette(
        QStringLiteral("p"), {}, {}, 255, {{0, QStringLiteral("dark"), usual, true, {}}});
    QVERIFY(palette.voidColor() != usual);
    QVERIFY(palette.voidColor().isValid());
}

void PaletteTest::ships_data() {
    QTest::addColumn<int>("classes");
    QTest::addColumn<int>("firstId");
    QTest::addColumn<QString>("firstName");
    QTest::addColumn<QString>("lastName");
    QTest::addColumn<int>("voidId");
    QTest::addColumn<int>("repeatedColors");  ///< as the dataset published them
    const auto row =
        [](const char* id, int n, int first, const char* a, const char* z, int v, int r) {
            QTest::newRow(id) << n << first << QString::fromLatin1(a) << QString::fromLatin1(z) << v
                              << r;
        };
    row("ade20k", 150, 1, "wall", "flag", 0, 1);  // road and skyscraper
    row("camvid", 11, 0, "sky", "bicyclist", 11, 0);
    row("celebamask_hq", 19, 0, "background", "cloth", 255, 0);
    row("cityscapes", 35, 0, "unlabeled", "license plate", 254, 6);
    row("coco_stuff", 182, 0, "person", "wood", 255, 1);  // stop sign and vegetable
    row("cvusa", 6, 10, "vehicle", "vegetation", 0, 0);
    row("dayton", 6, 10, "vehicle", "vegetation", 0, 0);
    row("deepfashion", 24, 0, "background", "tie", 255, 0);
    row("facades", 12, 0, "background", "shop", 255, 0);
    row("scenes", 18, 0, "building", "sign", 255, 0);
    row("sva", 6, 10, "vehicle", "vegetation", 0, 0);
}

void PaletteTest::ships() {
    const PaletteLibrary library = PaletteLibrary::load(QString());
    QCOMPARE(library.palettes().size(), size_t{11});
    QVERIFY2(library.problems().isEmpty(), qPrintable(library.problems().join(u'\n')));
    const QString id = QString::fromLatin1(QTest::currentDataTag());
    const Palette palette = library.find(id);
    QFETCH(int, classes);
    QFETCH(int, firstId);
    QFETCH(QString, firstName);
    QFETCH(QString, lastName);
    QFETCH(int, voidId);
    QFETCH(int, repeatedColors);
    QCOMPARE(palette.id(), id);
    QVERIFY(!palette.title().isEmpty());
    QVERIFY(!palette.source().isEmpty());
    QCOMPARE(palette.size(), classes);
    QCOMPARE(palette.classes().front().id, firstId);
    QCOMPARE(palette.classes().front().name, firstName);
    QCOMPARE(palette.classes().back().name, lastName);
    QCOMPARE(palette.voidId(), voidId);
    QSet<int> ids;
    QSet<QString> names;
    QSet<QRgb> colors;
    for (const PaletteClass& c : palette.classes()) {
        ids << c.id;
        names << c.name;
        colors << c.color.rgb();
    }
    QCOMPARE(ids.size(), classes);
    QCOMPARE(names.size(), classes);
    QCOMPARE(colors.size(), classes - repeatedColors);
    QVERIFY(!ids.contains(voidId));
    QVERIFY(!colors.contains(palette.voidColor().rgb()));
    QVERIFY(Palette::fromJson(palette.toJson(), id) == palette);
}

void PaletteTest::knowsCityscapes() {
    const Palette palette = PaletteLibrary::load(QString()).find(QStringLiteral("cityscapes"));
    int trainable = 0;
    for (const PaletteClass& c : palette.classes()) {
        trainable += c.trainable;
        QVERIFY(c.id >= -1 && c.id <= 33);
        QVERIFY(!c.group.isEmpty());
    }
    QCOMPARE(trainable, 19);
    QCOMPARE(palette.indexOfId(-1), 34);
    QCOMPARE(palette.classes()[palette.indexOfName(QStringLiteral("car"))].color,
             QColor(0, 0, 142));
    // A colour that two classes have belongs to the first.
    QCOMPARE(palette.nameOf(palette.indexOfColor(qRgb(0, 0, 142))), QStringLiteral("car"));
}

void PaletteTest::reportsBrokenUserFiles() {
    const QTemporaryDir folder;
    const QByteArray good = paletteJson(R"({"id": 1, "name": "a", "color": "#010203"})");
    writeFile(folder.filePath(QStringLiteral("a.json")), good);
    writeFile(folder.filePath(QStringLiteral("b.json")), "nonsense");
    writeFile(folder.filePath(QStringLiteral("c.json")), good);
    writeFile(folder.filePath(QStringLiteral("d.json")), "");
    writeFile(folder.filePath(QStringLiteral("notes.txt")), "not looked at");
    const PaletteLibrary library = PaletteLibrary::load(folder.path());
    QCOMPARE(library.palettes().size(), size_t{12});
    QCOMPARE(library.find(QStringLiteral("p")).size(), 1);
    QCOMPARE(library.problems().size(), 3);
    QVERIFY(library.problems()[0].contains(QLatin1String("b.json: not JSON")));
    QVERIFY(library.problems()[1].contains(QLatin1String("c.json: another file")));
    QVERIFY(library.problems()[2].contains(QLatin1String("d.json: the file is empty")));
    QVERIFY(library.find(QStringLiteral("none")).isEmpty());
    QCOMPARE(PaletteLibrary::load(QStringLiteral("/nowhere")).palettes().size(), size_t{11});
}

void PaletteTest::userPaletteTakesPlaceOfBuiltIn() {
    const QTemporaryDir folder;
    writeFile(
        folder.filePath(QStringLiteral("mine.json")),
        R"({"id": "scenes", "void": 9, "classes": [{"id": 1, "name": "a", "color": "#010203"}]})");
    const PaletteLibrary library = PaletteLibrary::load(folder.path());
    QCOMPARE(library.palettes().size(), size_t{11});
    QCOMPARE(library.find(QStringLiteral("scenes")).size(), 1);
    QVERIFY(library.ids().contains(QStringLiteral("scenes")));
}

QTEST_GUILESS_MAIN(PaletteTest)
#include "palette_test.moc"
