// "Insert" on a real canvas: choosing a part of another map, placing, scaling, flipping it.
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QWheelEvent>

#include "tests/ui/panel_testing.h"
#include "ui/canvas/canvas_view.h"
#include "ui/change/class_combo.h"
#include "ui/change/insert_bar.h"
#include "ui/change/insert_dialog.h"
#include "ui/change/insert_tool.h"
#include "ui/change/placing.h"
#include "ui/change/region_picker.h"
#include "ui/change/region_tool.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

/// 8 x 4: a car (4) in the left half, a tree (1) in the right one, void in the lower right corner.
LabelMap otherLabels() {
    LabelMap map(8, 4, 4);
    for (int y = 0; y < 4; ++y) {
        for (int x = 4; x < 8; ++x) {
            map.writableScanLine(y)[x] = 1;
        }
    }
    map.writableScanLine(3)[7] = kVoid;
    return map;
}

struct PlaceFixture {
    explicit PlaceFixture(const QRect& region = {0, 0, 8, 4}) {
        painting.reset(townPainting());
        before = painting.labels();
        canvas.setPainting(&painting);
        canvas.setTool(&formerTool);
        canvas.resize(640, 480);
        canvas.show();
        placing = new Placing(painting, canvas, {otherLabels(), region, QStringLiteral("other")});
    }

    InsertTool& tool() const { return placing->tool(); }
    QPoint viewOf(QPointF pixel) const { return canvas.transform().toView(pixel).toPoint(); }
    void drag(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mousePress(&canvas, Qt::LeftButton, modifiers, viewOf(from));
        QMouseEvent move(QEvent::MouseMove,
                         viewOf(to),
                         canvas.mapToGlobal(viewOf(to)),
                         Qt::NoButton,
                         Qt::LeftButton,
                         modifiers);
        QApplication::sendEvent(&canvas, &move);
        QTest::mouseRelease(&canvas, Qt::LeftButton, modifiers, viewOf(to));
    }
    void wheel(QPointF at, int notches) {
        const QPointF view = viewOf(at);
        QWheelEvent event(view,
                          canvas.mapToGlobal(view),
                          {},
                          {0, 120 * notches},
                          Qt::NoButton,
                          {},
                          Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&canvas, &event);
    }

    /// What the painting must be: the region drawn by the core's own operation.
    LabelMap expected(const QRect& target, bool mirrored = false, bool upsideDown = false) const {
        LabelMap map = before;
        InsertRegion shape;
        shape.source = otherLabels();
        shape.region = QRect(0, 0, 8, 4);
        shape.target = target;
        shape.flipHorizontally = mirrored;
        shape.flipVertically = upsideDown;
        paint(map, {shape, kVoid, std::nullopt});
        return map;
    }

    Painting painting;
    LabelMap before;
    CanvasView canvas;
    RegionTool formerTool;
    QPointer<Placing> placing;
};

}  // namespace

class InsertTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void dialogTakesAllAtFirst();
    void dialogTakesADraggedRegion();
    void dialogRegionByKeys();
    void dialogTakesOneClass();
    void dialogTranslatesClasses();
    void dialogRefusesNothing();
    void beginsInTheMiddle();
    void largeRegionsFit();
    void dragMoves();
    void cornersKeepProportions();
    void edgesAndShiftScaleFreely();
    void boxGeometry();
    void wheelScalesInsideAlone();
    void keysScaleAndFlip();
    void voidIsTransparent();
    void enterApplies();
    void doubleClickApplies();
    void escapeLeavesNoTrace();
    void barFlipsAndApplies();
    void anotherPaintingEndsIt();

private:
    QTemporaryDir folder_;
};

void InsertTest::dialogTakesAllAtFirst() {
    InsertDialog dialog(
        {otherLabels(), townPalette(), {}, {}}, QStringLiteral("other"), townPalette());
    QCOMPARE(dialog.source().region, QRect(0, 0, 8, 4));
    QCOMPARE(dialog.source().labels, otherLabels());
    QCOMPARE(dialog.source().name, QStringLiteral("other"));
}

void InsertTest::dialogTakesADraggedRegion() {
    InsertDialog dialog(
        {otherLabels(), townPalette(), {}, {}}, QStringLiteral("other"), townPalette());
    dialog.resize(700, 520);
    dialog.show();
    auto* picker = dialog.findChild<RegionPicker*>();
    // The map is 2:1 and fills the picker's width.
    const double pixel = picker->width() / 8.0;
    const double top = (picker->height() - 4 * pixel) / 2;
    QVERIFY(top >= 0);
    const auto at = [&](double x, double y) {
        return QPointF(x * pixel, top + y * pixel).toPoint();
    };
    QTest::mousePress(picker, Qt::LeftButton, {}, at(2.5, 1.5));
    QMouseEvent move(QEvent::MouseMove,
                     at(5.5, 2.5),
                     picker->mapToGlobal(at(5.5, 2.5)),
                     Qt::NoButton,
                     Qt::LeftButton,
                     {});
    QApplication::sendEvent(picker, &move);
    QTest::mouseRelease(picker, Qt::LeftButton, {}, at(5.5, 2.5));
    QCOMPARE(dialog.source().region, QRect(2, 1, 4, 2));
    QTest::mouseClick(picker, Qt::LeftButton, {}, at(3.5, 1.5));
    QCOMPARE(dialog.source().region, QRect(0, 0, 8, 4));
}

void InsertTest::dialogRegionByKeys() {
    InsertDialog dialog(
        {otherLabels(), townPalette(), {}, {}}, QStringLiteral("other"), townPalette());
    auto* picker = dialog.findChild<RegionPicker*>();
    QTest::keyClick(picker, Qt::Key_Left);
    QTest::keyClick(picker, Qt::Key_Up);
    QCOMPARE(dialog.source().region, QRect(0, 0, 7, 3));
    QTest::keyClick(picker, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(picker, Qt::Key_Right, Qt::ShiftModifier);  // would leave the picture
    QCOMPARE(dialog.source().region, QRect(1, 0, 7, 3));
    QTest::keyClick(picker, Qt::Key_A);
    QCOMPARE(dialog.source().region, QRect(0, 0, 8, 4));
}

void InsertTest::dialogTakesOneClass() {
    InsertDialog dialog(
        {otherLabels(), townPalette(), {}, {}}, QStringLiteral("other"), townPalette());
    const auto* only = controlNamed<ClassCombo>(dialog, QStringLiteral("Class to insert"));
    QCOMPARE(only->count(), 3);  // all, tree, car
    dialog.setOnly(1);
    const LabelMap labels = dialog.source().labels;
    QCOMPARE(labels.at(0, 0), kVoid);
    QCOMPARE(labels.at(5, 0), uint16_t{1});
}

void InsertTest::dialogTranslatesClasses() {
    const Palette target(QStringLiteral("other"),
                         QStringLiteral("Other"),
                         {},
                         255,
                         {{9, QStringLiteral("lake"), Qt::blue, true, {}},
                          {4, QStringLiteral("Tree"), Qt::green, true, {}}});
    InsertDialog dialog({otherLabels(), townPalette(), {}, {}}, QStringLiteral("other"), target);
    dialog.show();
    const LabelMap labels = dialog.source().labels;
    QCOMPARE(labels.at(5, 0), uint16_t{1});
    QCOMPARE(labels.at(0, 0), kVoid);
    bool said = false;
    for (const QLabel* label : dialog.findChildren<QLabel*>()) {
        said |= label->isVisible() && label->text().contains(QStringLiteral("car"));
    }
    QVERIFY(said);
}

void InsertTest::dialogRefusesNothing() {
    InsertDialog dialog(
        {otherLabels(), townPalette(), {}, {}}, QStringLiteral("other"), townPalette());
    auto* place = buttonWithText<QPushButton>(dialog, QStringLiteral("Place on the picture"));
    QVERIFY(place->isEnabled());
    dialog.setRegion({7, 3, 1, 1});
    QVERIFY(!place->isEnabled());
    QVERIFY(!place->toolTip().isEmpty());
}

void InsertTest::beginsInTheMiddle() {
    PlaceFixture f;
    QCOMPARE(f.tool().target(), QRect(16, 8, 8, 4));
    QCOMPARE(f.painting.labels(), f.expected({16, 8, 8, 4}));  // shown at once
    QCOMPARE(f.painting.history().size(), 1);
}

void InsertTest::largeRegionsFit() {
    Painting painting;
    painting.reset(townPainting(20, 20));
    const InsertTool tool(painting, {LabelMap(200, 100, 1), {0, 0, 200, 100}, {}});
    QCOMPARE(tool.target(), QRect(2, 6, 16, 8));
}

void InsertTest::dragMoves() {
    PlaceFixture f;
    f.drag({20.5, 10.5}, {10.5, 6.5});
    QCOMPARE(f.tool().target(), QRect(6, 4, 8, 4));
    QCOMPARE(f.painting.labels(), f.expected({6, 4, 8, 4}));
    f.drag({2, 18}, {30, 2});  // beside it: nothing to hold
    QCOMPARE(f.tool().target(), QRect(6, 4, 8, 4));
}

void InsertTest::cornersKeepProportions() {
    PlaceFixture f;
    f.drag({24, 12}, {32, 16});
    QCOMPARE(f.tool().target(), QRect(16, 8, 16, 8));
    QCOMPARE(f.painting.labels(), f.expected({16, 8, 16, 8}));
    f.drag({16, 8}, {24, 12});
    QCOMPARE(f.tool().target(), QRect(24, 12, 8, 4));
}

void InsertTest::edgesAndShiftScaleFreely() {
    PlaceFixture f;
    f.drag({24, 10}, {30, 2});
    QCOMPARE(f.tool().target(), QRect(16, 8, 14, 4));
    f.drag({30, 12}, {32, 18}, Qt::ShiftModifier);
    QCOMPARE(f.tool().target(), QRect(16, 8, 16, 10));
    QCOMPARE(f.painting.labels(), f.expected({16, 8, 16, 10}));
}

void InsertTest::boxGeometry() {
    const QRectF box(10, 10, 20, 10);
    QVERIFY(!gripAt(box, {0, 0}, 2));
    QVERIFY(gripAt(box, {20, 15}, 2)->isMiddle());
    QCOMPARE(gripAt(box, {31, 21}, 2)->cursor().shape(), Qt::SizeFDiagCursor);
    QCOMPARE(gripAt(box, {31, 9}, 2)->cursor().shape(), Qt::SizeBDiagCursor);
    QCOMPARE(gripAt(box, {10, 15}, 2)->cursor().shape(), Qt::SizeHorCursor);
    QCOMPARE(gripAt(box, {20, 20}, 2)->cursor().shape(), Qt::SizeVerCursor);
    // Dragged through the opposite side: it stops at one pixel and does not turn over.
    QCOMPARE(dragged(box, {1, 0.5}, {30, 15}, {-50, 15}, false), QRectF(10, 10, 1, 10));
    QCOMPARE(dragged(box, {0, 0}, {10, 10}, {90, 90}, true), QRectF(29, 19, 1, 1));
    const QRectF least = dragged(box, {1, 1}, {30, 20}, {-90, -90}, false);
    QCOMPARE(least, QRectF(10, 10, 2, 1));
}

void InsertTest::wheelScalesInsideAlone() {
    PlaceFixture f({0, 0, 8, 4});
    f.drag({24, 12}, {32, 16});  // 16 x 8
    const qreal zoom = f.canvas.transform().zoom();
    f.wheel({24, 12}, 1);
    QCOMPARE(f.tool().target().size(), QSize(18, 9));
    QCOMPARE(f.canvas.transform().zoom(), zoom);
    f.wheel({24, 12}, -1);
    QCOMPARE(f.tool().target(), QRect(16, 8, 16, 8));
    f.wheel({2, 2}, 1);
    QCOMPARE(f.tool().target(), QRect(16, 8, 16, 8));
    QVERIFY(f.canvas.transform().zoom() > zoom);
}

void InsertTest::keysScaleAndFlip() {
    PlaceFixture f;
    QTest::keyClick(&f.canvas, Qt::Key_M);
    QCOMPARE(f.painting.labels(), f.expected({16, 8, 8, 4}, true, false));
    QTest::keyClick(&f.canvas, Qt::Key_N);
    QCOMPARE(f.painting.labels(), f.expected({16, 8, 8, 4}, true, true));
    QTest::keyClick(&f.canvas, Qt::Key_M);
    QCOMPARE(f.painting.labels(), f.expected({16, 8, 8, 4}, false, true));
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(&f.canvas, Qt::Key_Plus);
    }
    QVERIFY(f.tool().target().width() > 8);
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(&f.canvas, Qt::Key_Minus);
    }
    QCOMPARE(f.tool().target(), QRect(16, 8, 8, 4));
}

void InsertTest::voidIsTransparent() {
    PlaceFixture f;
    QCOMPARE(f.painting.labels().at(23, 11), uint16_t{0});  // the corner that has no class
    QCOMPARE(f.painting.labels().at(22, 11), uint16_t{1});
}

void InsertTest::enterApplies() {
    PlaceFixture f;
    f.drag({20.5, 10.5}, {10.5, 6.5});
    QTest::keyClick(&f.canvas, Qt::Key_Return);
    QCOMPARE(f.painting.labels(), f.expected({6, 4, 8, 4}));
    QCOMPARE(f.painting.history().last(), QStringLiteral("Insert: other"));
    QCOMPARE(f.painting.history().size(), 2);
    QCOMPARE(f.canvas.tool(), &f.formerTool);
    f.painting.undo();
    QCOMPARE(f.painting.labels(), f.before);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!f.placing);
    QVERIFY(!f.canvas.findChild<InsertBar*>());
}

void InsertTest::doubleClickApplies() {
    PlaceFixture f;
    QTest::mouseDClick(&f.canvas, Qt::LeftButton, {}, f.viewOf({20.5, 10.5}));
    QCOMPARE(f.painting.history().size(), 2);
    QCOMPARE(f.painting.labels(), f.expected({16, 8, 8, 4}));
}

void InsertTest::escapeLeavesNoTrace() {
    PlaceFixture f;
    f.drag({24, 12}, {32, 16});
    QTest::keyClick(&f.canvas, Qt::Key_Escape);
    QCOMPARE(f.painting.labels(), f.before);
    QCOMPARE(f.painting.history().size(), 1);
    QVERIFY(!f.painting.inStroke());
    QCOMPARE(f.canvas.tool(), &f.formerTool);
}

void InsertTest::barFlipsAndApplies() {
    PlaceFixture f;
    auto* bar = f.canvas.findChild<InsertBar*>();
    QVERIFY(bar && bar->isVisible());
    auto* mirror = controlNamed<QToolButton>(*bar, QStringLiteral("Mirror (M)"));
    QTest::mouseClick(mirror, Qt::LeftButton);
    QCOMPARE(f.painting.labels(), f.expected({16, 8, 8, 4}, true, false));
    QVERIFY(mirror->isChecked());
    QTest::keyClick(&f.canvas, Qt::Key_M);
    QVERIFY(!mirror->isChecked());
    QTest::mouseClick(buttonWithText<QPushButton>(*bar, QStringLiteral("Place")), Qt::LeftButton);
    QCOMPARE(f.painting.history().size(), 2);
    QCOMPARE(f.painting.labels(), f.expected({16, 8, 8, 4}));
}

void InsertTest::anotherPaintingEndsIt() {
    PlaceFixture f;
    f.painting.reset(townPainting(10, 10));
    QCOMPARE(f.canvas.tool(), &f.formerTool);
    QCOMPARE(f.painting.labels(), LabelMap(10, 10, 0));
}

QTEST_MAIN(InsertTest)
#include "insert_test.moc"
