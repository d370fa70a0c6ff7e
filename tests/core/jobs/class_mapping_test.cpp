// Painted classes to a model's channels.
#include "core/jobs/class_mapping.h"

#include <QTest>

using namespace tessera;

namespace {

struct Row {
    int id;
    const char* name;
    bool trainable = true;
};

Palette palette(const char* id, const std::vector<Row>& rows) {
    std::vector<PaletteClass> classes;
    for (const Row& row : rows) {
        const int shade = static_cast<int>(classes.size()) * 9 + 10;
        classes.push_back(
            {row.id, QString::fromLatin1(row.name), QColor(shade, 1, 2), row.trainable, {}});
    }
    return Palette(QString::fromLatin1(id), QStringLiteral("Test"), {}, 255, classes);
}

}  // namespace

class ClassMappingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneDatasetMeetsById() {
        const Palette painted = palette("scenes", {{7, "baum"}, {6, "himmel"}, {5, "pflaster"}});
        const Palette model = palette("scenes", {{6, "sky"}, {7, "tree"}});
        const ClassMapping mapping(painted, model);
        QCOMPARE(mapping.channelOf(0), uint16_t{1});
        QCOMPARE(mapping.channelOf(1), uint16_t{0});
        QCOMPARE(mapping.channelOf(2), kVoid);
        QCOMPARE(mapping.channelOf(3), kVoid);
        QCOMPARE(mapping.channelOf(kVoid), kVoid);
    }

    void twoDatasetsMeetByName() {
        // The same ids mean other things.
        const Palette painted = palette("cityscapes", {{6, "tree"}, {7, "Road"}, {23, "sky"}});
        const Palette model = palette("scenes", {{4, "road"}, {6, "sky"}, {7, "tree"}});
        const ClassMapping mapping(painted, model);
        QCOMPARE(mapping.channelOf(0), uint16_t{2});
        QCOMPARE(mapping.channelOf(1), uint16_t{0});
        QCOMPARE(mapping.channelOf(2), uint16_t{1});
    }

    void mapsAndCounts() {
        const Palette painted =
            palette("a", {{0, "sky"}, {1, "dragon"}, {2, "unicorn"}, {3, "tree"}});
        const ClassMapping mapping(painted, palette("b", {{0, "tree"}, {1, "sky"}}));
        LabelMap labels(3, 2, 0);
        labels.writableScanLine(0)[1] = 1;
        labels.writableScanLine(1)[0] = 3;
        labels.writableScanLine(1)[2] = kVoid;
        const MappedLabels mapped = mapping.map(labels);
        const std::vector<uint16_t> expected = {1, kVoid, 1, 0, 1, kVoid};
        QCOMPARE(mapped.channels, expected);
        QCOMPARE(mapped.unknown, 1);  // no unicorn in the picture
        QVERIFY(!mapped.nothingKnown);
    }

    void saysWhenNothingIsKnown() {
        const ClassMapping mapping(palette("a", {{0, "dragon"}}), palette("b", {{0, "tree"}}));
        QVERIFY(mapping.map(LabelMap(4, 4, 0)).nothingKnown);
        QVERIFY(!mapping.map(LabelMap(4, 4, kVoid)).nothingKnown);  // void alone is drawn
    }

    void channelsOfABareModelAreThePalettes() {
        const Palette city = palette(
            "city", {{-1, "plate", false}, {7, "road"}, {8, "walk"}, {9, "parking", false}});
        QCOMPARE(channelPalette(city, 2).classes()[0].id, 7);
        QCOMPARE(channelPalette(city, 2).size(), 2);
        QCOMPARE(channelPalette(city, 4).classes()[0].id, -1);
        QCOMPARE(channelPalette(city, 3).size(), 3);
        QVERIFY(channelPalette(city, 5).isEmpty());
    }
};

QTEST_APPLESS_MAIN(ClassMappingTest)
#include "class_mapping_test.moc"
