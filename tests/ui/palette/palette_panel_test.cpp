// The palette panel by real events: search, choice, groups, shares, switching palettes.
#include "ui/palette/palette_panel.h"

#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>

#include "core/palette/palette_library.h"
#include "tests/ui/panel_testing.h"
#include "ui/palette/class_list_view.h"
#include "ui/palette/class_model.h"
#include "ui/palette/palette_switch.h"
#include "ui/palette/share_counter.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

void writePalette(const QTemporaryDir& folder, const Palette& palette) {
    QFile file(folder.filePath(palette.id() + QStringLiteral(".json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(palette.toJson());
}

/// 30 classes in three groups that take turns: c0 of "a", c1 of "b", c2 of "c", c3 of "a", ...
Palette groupedPalette() {
    std::vector<PaletteClass> classes;
    classes.reserve(30);
    for (int i = 0; i < 30; ++i) {
        classes.push_back({i,
                           QStringLiteral("c%1").arg(i),
                           QColor::fromHsv(12 * i, 255, 200),
                           true,
                           QString(QChar('a' + i % 3))});
    }
    return Palette(QStringLiteral("grouped"), QStringLiteral("Grouped"), {}, 255, classes);
}

struct PanelFixture {
    explicit PanelFixture(const PaletteLibrary& library,
                          const PaintingData& data = townPainting(40, 20, 12))
        : panel(library) {
        painting.reset(data);
        panel.setPainting(&painting);
        panel.resize(260, 600);
        panel.show();
        list = panel.findChild<ClassListView*>();
        search = controlNamed<QLineEdit>(panel, QStringLiteral("Search classes"));
    }

    int barOf(int label) const {  // percent
        const QModelIndex index = panel.findChild<ClassModel*>()->indexOfClass(label);
        return qRound(100 * index.data(ClassModel::BarRole).toDouble());
    }
    double shareOf(int label) const {
        return panel.findChild<ClassModel*>()
            ->indexOfClass(label)
            .data(ClassModel::ShareRole)
            .toDouble();
    }

    Painting painting;
    PalettePanel panel;
    ClassListView* list;
    QLineEdit* search;
};

}  // namespace

class PalettePanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void typingNarrows();
    void enterTakesTheFirstMatch();
    void downGoesIntoTheList();
    void clickChooses();
    void arrowsChoose();
    void digitsChoose();
    void chosenRowIsUnmistakable();
    void groupsFold();
    void groupsFoldByKeys();
    void searchUnfolds();
    void shortPalettesArePlain();
    void sharesAreExact();
    void sharesWaitForThePause();
    void switchesWithoutAsking();
    void asksBeforeLosing();
    void keepsTheClassByName();
    void translatesLabels();
    void buttonsAsk();
    void everythingHasANameAndTip();

private:
    QTemporaryDir folder_;
    PaletteLibrary library_;
};

void PalettePanelTest::initTestCase() {
    useOwnSettings(folder_);
    writePalette(folder_, townPalette(12, QStringLiteral("big-town")));
    writePalette(folder_, townPalette(3, QStringLiteral("small-town")));
    library_ = PaletteLibrary::load(folder_.path());
}

void PalettePanelTest::typingNarrows() {
    PanelFixture f(library_);
    QCOMPARE(rowTexts(*f.list).size(), 12);
    QTest::keyClicks(f.search, QStringLiteral("TR"));
    QCOMPARE(rowTexts(*f.list), QStringList({"tree", "truck", "train", "street lamp"}));
    QTest::keyClicks(f.search, QStringLiteral(" la"));  // words in any order
    QCOMPARE(rowTexts(*f.list), QStringList({"street lamp"}));
    QTest::keyClick(f.search, Qt::Key_Escape);
    QCOMPARE(rowTexts(*f.list).size(), 12);
}

void PalettePanelTest::enterTakesTheFirstMatch() {
    PanelFixture f(library_);
    QTest::keyClicks(f.search, QStringLiteral("tr"));
    QTest::keyClick(f.search, Qt::Key_Return);
    QCOMPARE(f.panel.currentClass(), 1);
    QTest::keyClicks(f.search, QStringLiteral("zebra"));
    QTest::keyClick(f.search, Qt::Key_Return);
    QCOMPARE(f.panel.currentClass(), 1);
}

void PalettePanelTest::downGoesIntoTheList() {
    PanelFixture f(library_);
    QTest::keyClicks(f.search, QStringLiteral("la"));  // lake, lamp, street lamp
    QTest::keyClick(f.search, Qt::Key_Down);
    QCOMPARE(f.panel.currentClass(), 8);
    QTest::keyClick(f.list, Qt::Key_Down);
    QCOMPARE(f.panel.currentClass(), 10);
}

void PalettePanelTest::clickChooses() {
    PanelFixture f(library_);
    QSignalSpy spy(&f.panel, &PalettePanel::currentClassChanged);
    clickRow(*f.list, 3);
    QCOMPARE(f.panel.currentClass(), 3);
    QCOMPARE(spy.size(), 1);
    QCOMPARE(spy.first().first().toInt(), 3);
    clickRow(*f.list, 3);
    QCOMPARE(spy.size(), 1);
    // Another class is chosen elsewhere, as by the picker: the row that was clicked last counts.
    f.panel.setCurrentClass(5);
    clickRow(*f.list, 3);
    QCOMPARE(f.panel.currentClass(), 3);
}

void PalettePanelTest::arrowsChoose() {
    PanelFixture f(library_);
    f.panel.setCurrentClass(4);
    QTest::keyClick(f.list, Qt::Key_Down);
    QCOMPARE(f.panel.currentClass(), 5);
    QTest::keyClick(f.list, Qt::Key_Up);
    QTest::keyClick(f.list, Qt::Key_Up);
    QCOMPARE(f.panel.currentClass(), 3);
}

void PalettePanelTest::digitsChoose() {
    PanelFixture f(library_);
    QVERIFY(f.panel.chooseKey(4));
    QCOMPARE(f.panel.currentClass(), 3);
    QVERIFY(f.panel.chooseKey(0));
    QCOMPARE(f.panel.currentClass(), 9);
    const QModelIndex tenth = f.list->model()->index(9, 0);
    QCOMPARE(tenth.data(ClassModel::KeyRole).toString(), QStringLiteral("0"));
    QCOMPARE(f.list->model()->index(10, 0).data(ClassModel::KeyRole).toString(), QString());
    PanelFixture few(library_, townPainting(8, 8, 3));
    QVERIFY(!few.panel.chooseKey(4));
    QCOMPARE(few.panel.currentClass(), 0);
}

void PalettePanelTest::chosenRowIsUnmistakable() {
    PanelFixture f(library_);
    f.panel.setCurrentClass(2);
    const QImage image = f.list->viewport()->grab().toImage();
    const QRect chosen = f.list->visualRect(f.list->model()->index(2, 0));
    const QRect other = f.list->visualRect(f.list->model()->index(5, 0));
    QCOMPARE(image.pixelColor(chosen.left() + 1, chosen.center().y()), colours().accentLine);
    QCOMPARE(image.pixelColor(chosen.right() - 2, chosen.center().y()), colours().selection);
    QVERIFY(image.pixelColor(other.right() - 2, other.center().y()) != colours().selection);
}

void PalettePanelTest::groupsFold() {
    PanelFixture f(library_, {LabelMap(8, 8, 0), groupedPalette(), {}, {}});
    QCOMPARE(rowTexts(*f.list).size(), 33);
    QCOMPARE(rowTexts(*f.list).mid(0, 3), QStringList({"a", "c0", "c3"}));
    clickRow(*f.list, 0);
    QCOMPARE(rowTexts(*f.list).size(), 23);
    QCOMPARE(rowTexts(*f.list).mid(0, 3), QStringList({"a", "b", "c1"}));
    QCOMPARE(f.panel.currentClass(), 0);  // hidden, and still chosen
    clickRow(*f.list, 0);
    QCOMPARE(rowTexts(*f.list).size(), 33);
}

void PalettePanelTest::groupsFoldByKeys() {
    PanelFixture f(library_, {LabelMap(8, 8, 0), groupedPalette(), {}, {}});
    QTest::keyClick(f.list, Qt::Key_Up);  // from the first class to its heading
    QTest::keyClick(f.list, Qt::Key_Left);
    QCOMPARE(rowTexts(*f.list).size(), 23);
    QTest::keyClick(f.list, Qt::Key_Right);
    QCOMPARE(rowTexts(*f.list).size(), 33);
    QTest::keyClick(f.list, Qt::Key_Space);
    QCOMPARE(rowTexts(*f.list).size(), 23);
    QCOMPARE(f.panel.currentClass(), 0);
}

void PalettePanelTest::searchUnfolds() {
    PanelFixture f(library_, {LabelMap(8, 8, 0), groupedPalette(), {}, {}});
    clickRow(*f.list, 0);
    QTest::keyClicks(f.search, QStringLiteral("c1"));  // c1, c10 .. c19
    QCOMPARE(rowTexts(*f.list),
             QStringList({"a",
                          "c12",
                          "c15",
                          "c18",
                          "b",
                          "c1",
                          "c10",
                          "c13",
                          "c16",
                          "c19",
                          "c",
                          "c11",
                          "c14",
                          "c17"}));
    QTest::keyClick(f.search, Qt::Key_Escape);
    QCOMPARE(rowTexts(*f.list).size(), 23);  // folded as before
}

void PalettePanelTest::shortPalettesArePlain() {
    std::vector<PaletteClass> few = groupedPalette().classes();
    few.resize(ClassModel::kLongestPlain);
    PanelFixture f(library_,
                   {LabelMap(8, 8, 0), Palette(QStringLiteral("few"), {}, {}, 255, few), {}, {}});
    QCOMPARE(rowTexts(*f.list).size(), ClassModel::kLongestPlain);
}

void PalettePanelTest::sharesAreExact() {
    PanelFixture f(library_);
    QCOMPARE(f.shareOf(0), 1.0);
    QSignalSpy counted(f.panel.findChild<ShareCounter*>(), &ShareCounter::counted);
    f.painting.apply(rectangle({0, 0, 20, 10}, 3));  // 200 of 800
    f.painting.apply(rectangle({20, 0, 20, 5}, 4));  // 100
    QVERIFY(counted.wait());
    QCOMPARE(f.shareOf(0), 500.0 / 800);
    QCOMPARE(f.shareOf(3), 200.0 / 800);
    QCOMPARE(f.shareOf(4), 100.0 / 800);
    QCOMPARE(f.barOf(0), 100);  // bars against the largest share
    QCOMPARE(f.barOf(3), 40);
    QVERIFY(f.list->model()
                ->index(3, 0)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QLocale().toString(25.0, 'f', 1)));
    f.painting.undo();
    QVERIFY(counted.wait());
    QCOMPARE(f.shareOf(4), 0.0);
}

void PalettePanelTest::sharesWaitForThePause() {
    PanelFixture f(library_);
    QSignalSpy counted(f.panel.findChild<ShareCounter*>(), &ShareCounter::counted);
    f.painting.beginStroke(QStringLiteral("long"));
    for (int i = 0; i < 30; ++i) {
        f.painting.apply(rectangle({double(i), 0, 1, 20}, 2));
        QCOMPARE(counted.size(), 0);  // never inside a dab
    }
    QVERIFY(counted.wait());
    QCOMPARE(counted.size(), 1);
    QCOMPARE(f.shareOf(2), 0.75);
}

void PalettePanelTest::switchesWithoutAsking() {
    PanelFixture f(library_, townPainting(40, 20, 5));
    f.painting.apply(rectangle({0, 0, 10, 20}, 1));
    const LabelMap labels = f.painting.labels();
    f.panel.switchPalette(QStringLiteral("big-town"));
    QCOMPARE(f.painting.palette().id(), QStringLiteral("big-town"));
    QCOMPARE(f.painting.labels(), labels);  // the same names at the same places
    QVERIFY(f.painting.isModified());
    QCOMPARE(rowTexts(*f.list).size(), 12);
    QCOMPARE(f.shareOf(1), 0.25);
}

void PalettePanelTest::asksBeforeLosing() {
    PanelFixture f(library_, townPainting(40, 20, 5));
    f.painting.apply(rectangle({0, 0, 10, 20}, 4));  // cars, which small-town has not
    QString asked;
    whenModal<QMessageBox>([&](QMessageBox& box) {
        asked = box.text() + box.informativeText();
        box.button(QMessageBox::Cancel)->click();
    });
    f.panel.switchPalette(QStringLiteral("small-town"));
    QVERIFY2(asked.contains(QStringLiteral("car")), qPrintable(asked));
    QVERIFY2(asked.contains(QLocale().toString(25.0, 'f', 1)), qPrintable(asked));
    QCOMPARE(f.painting.palette().size(), 5);

    whenModal<QMessageBox>([](QMessageBox& box) {
        buttonWithText<QPushButton>(box, QStringLiteral("Change palette"))->click();
    });
    f.panel.switchPalette(QStringLiteral("small-town"));
    QCOMPARE(f.painting.palette().size(), 3);
    QCOMPARE(f.painting.labels().at(0, 0), kVoid);
    QCOMPARE(f.painting.labels().at(20, 0), uint16_t{0});
    f.painting.undo();
    QCOMPARE(f.painting.palette().size(), 5);
    QCOMPARE(f.painting.labels().at(0, 0), uint16_t{4});
    QCOMPARE(rowTexts(*f.list).size(), 5);
}

void PalettePanelTest::keepsTheClassByName() {
    PanelFixture f(library_);
    f.panel.setCurrentClass(2);  // sky
    std::vector<PaletteClass> classes = townPalette(4).classes();
    std::swap(classes[0], classes[2]);
    f.painting.reset(
        {LabelMap(8, 8, 0), Palette(QStringLiteral("swapped"), {}, {}, 255, classes), {}, {}});
    QCOMPARE(f.panel.currentClass(), 0);
    f.panel.setCurrentClass(3);
    QSignalSpy spy(&f.panel, &PalettePanel::currentClassChanged);
    f.painting.reset(townPainting(8, 8, 2));  // has no road
    QCOMPARE(f.panel.currentClass(), 0);
    QCOMPARE(spy.size(), 1);
}

void PalettePanelTest::translatesLabels() {
    std::vector<PaletteClass> turned = townPalette(4).classes();
    std::reverse(turned.begin(), turned.end());
    turned.pop_back();  // no house
    LabelMap labels(2, 2, 0);
    labels.writableScanLine(0)[1] = 1;
    labels.writableScanLine(1)[0] = 3;
    labels.writableScanLine(1)[1] = kVoid;
    const PaletteSwitch result =
        switchPalette(labels, townPalette(4), Palette(QStringLiteral("t"), {}, {}, 255, turned));
    QCOMPARE(result.labels.at(0, 0), kVoid);
    QCOMPARE(result.labels.at(1, 0), uint16_t{2});
    QCOMPARE(result.labels.at(0, 1), uint16_t{0});
    QCOMPARE(result.labels.at(1, 1), kVoid);
    QCOMPARE(result.lost, QStringList({"house"}));
    QCOMPARE(result.lostShare, 0.25);
}

void PalettePanelTest::buttonsAsk() {
    PanelFixture f(library_);
    f.panel.setCurrentClass(3);
    QSignalSpy replace(&f.panel, &PalettePanel::replaceRequested);
    QSignalSpy insert(&f.panel, &PalettePanel::insertRequested);
    QSignalSpy compare(&f.panel, &PalettePanel::beforeAfterRequested);
    for (const char* text : {"Replace class…", "Insert…", "Before / after"}) {
        auto* button = buttonWithText<QPushButton>(f.panel, QString::fromUtf8(text));
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(replace.size(), 1);
    QCOMPARE(replace.first().first().toInt(), 3);
    QCOMPARE(insert.size(), 1);
    QCOMPARE(compare.size(), 1);
}

void PalettePanelTest::everythingHasANameAndTip() {
    PanelFixture f(library_);
    for (const QWidget* widget : f.panel.findChildren<QWidget*>()) {
        const bool control =
            qobject_cast<const QAbstractButton*>(widget) || widget == f.search || widget == f.list;
        // A line edit's own clear button is Qt's.
        if (control && widget->parent() != f.search) {
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
            QVERIFY(widget->focusPolicy() & Qt::TabFocus);
            QVERIFY(widget == f.list || !widget->toolTip().isEmpty());
        }
    }
}

QTEST_MAIN(PalettePanelTest)
#include "palette_panel_test.moc"
