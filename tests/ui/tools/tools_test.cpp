// Every tool paints what it should, by mouse events on the canvas, at several zooms.
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/canvas_fixture.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

LabelMap painted(const QList<PaintOperation>& operations, LabelMap labels = LabelMap(60, 40, 0)) {
    for (const PaintOperation& operation : operations) {
        paint(labels, operation);
    }
    return labels;
}

BrushSegment segment(std::vector<BrushPoint> points, BrushTip tip = BrushTip::Round) {
    return {std::move(points), tip};
}

}  // namespace

class ToolsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void brushPaintsItsWay_data() { zooms(); }
    void brushPaintsItsWay();
    void brushTakesItsShapeFromTheOptions();
    void eraserPaintsNoClass();
    void shiftHoldsAStrokeStraight();
    void shiftPressDrawsFromTheLastStroke();
    void pressureScalesTheBrush();
    void thePensOtherEndErases();
    void onlyOnLeavesOtherClasses();
    void escapeTakesTheStrokeBack();
    void undoInsideAStrokeEndsIt();
    void lineRunsFromPressToRelease_data() { zooms(); }
    void lineRunsFromPressToRelease();
    void rectangleCoversTheDraggedPixels_data() { zooms(); }
    void rectangleCoversTheDraggedPixels();
    void shiftAndCtrlShapeTheRectangle();
    void outlinedRectangleIsHollow();
    void ellipseFillsItsBox();
    void aShapeIsPaintedWhileItIsDragged();
    void lassoFillsAFreeLine_data() { zooms(); }
    void lassoFillsAFreeLine();
    void lassoFillsClickedCorners();
    void lassoTakesBackCorners();
    void bucketFillsWhatIsConnected();
    void pickerChoosesTheClass();
    void ctrlPicksWhilePainting();
    void rightDragSizesTheBrush();
    void handMovesAndZoomToolZooms();
    void swapGoesToAndFro();

private:
    static void zooms() {
        QTest::addColumn<qreal>("zoom");
        QTest::newRow("fit") << 0.0;
        QTest::newRow("1:1") << 1.0;
        QTest::newRow("3.3") << 3.3;
        QTest::newRow("smaller than the screen") << 0.5;
    }
    static void applyZoom(CanvasView& canvas) {
        QFETCH(qreal, zoom);
        if (zoom > 0) {
            canvas.zoomTo(zoom);
        }
    }
};

void ToolsTest::brushPaintsItsWay() {
    CanvasFixture f;
    applyZoom(f.canvas);
    const QList<QPointF> way{{10, 10}, {20, 12}, {30, 30}};
    f.hand.drag(way);
    QCOMPARE(f.painting.labels(),
             painted({{segment({{way[0], 3}, {way[1], 3}, {way[2], 3}}), 1, {}}}));
    QCOMPARE(f.painting.undoName(), QStringLiteral("Brush: b"));
    f.painting.undo();
    QCOMPARE(f.painting.labels(), LabelMap(60, 40, 0));
}

void ToolsTest::brushTakesItsShapeFromTheOptions() {
    CanvasFixture f;
    f.options.setTip(BrushTip::Square);
    f.options.setSize(10);
    f.hand.click({20, 20});
    QCOMPARE(f.painting.labels(), painted({{segment({{{20, 20}, 5}}, BrushTip::Square), 1, {}}}));
    QCOMPARE(f.at(15, 15), 1);  // the corner that a disc leaves out
}

void ToolsTest::eraserPaintsNoClass() {
    CanvasFixture f;
    f.tools.take(ToolId::Eraser);
    f.hand.click({20, 20});
    QCOMPARE(f.at(20, 20), kVoid);
    QCOMPARE(f.painting.undoName(), QStringLiteral("Eraser"));
}

void ToolsTest::shiftHoldsAStrokeStraight() {
    CanvasFixture f;
    f.hand.press({10, 20});
    f.hand.move({12, 21}, Qt::ShiftModifier);
    f.hand.move({40, 30}, Qt::ShiftModifier);
    f.hand.release({40, 30}, Qt::ShiftModifier);
    QCOMPARE(f.painting.labels(), painted({{segment({{{10, 20}, 3}, {{40, 20}, 3}}), 1, {}}}));
}

void ToolsTest::shiftPressDrawsFromTheLastStroke() {
    CanvasFixture f;
    f.hand.click({10, 10});
    f.hand.click({40, 30}, Qt::ShiftModifier);
    QCOMPARE(f.painting.labels(), painted({{segment({{{10, 10}, 3}, {{40, 30}, 3}}), 1, {}}}));
    QCOMPARE(f.painting.history().size(), 3);
}

void ToolsTest::pressureScalesTheBrush() {
    CanvasFixture f;
    f.options.setSize(20);
    f.hand.pen(QEvent::TabletPress, {20, 20}, 0.5);
    f.hand.pen(QEvent::TabletRelease, {20, 20}, 0);
    QCOMPARE(f.painting.labels(), painted({{segment({{{20, 20}, 5}}), 1, {}}}));

    f.painting.undo();
    f.options.setPressure(false);
    f.hand.pen(QEvent::TabletPress, {20, 20}, 0.5);
    f.hand.pen(QEvent::TabletRelease, {20, 20}, 0);
    QCOMPARE(f.painting.labels(), painted({{segment({{{20, 20}, 10}}), 1, {}}}));
}

void ToolsTest::thePensOtherEndErases() {
    CanvasFixture f;
    const auto eraser = QPointingDevice::PointerType::Eraser;
    f.hand.pen(QEvent::TabletPress, {20, 20}, 1, eraser);
    f.hand.pen(QEvent::TabletMove, {30, 20}, 1, eraser);
    f.hand.pen(QEvent::TabletRelease, {30, 20}, 0, eraser);
    QCOMPARE(f.at(25, 20), kVoid);
    f.hand.pen(QEvent::TabletPress, {20, 20}, 1);
    f.hand.pen(QEvent::TabletRelease, {20, 20}, 0);
    QCOMPARE(f.at(20, 20), 1);
}

void ToolsTest::onlyOnLeavesOtherClasses() {
    CanvasFixture f;
    f.painting.applyWhole({RectangleShape{QRectF(0, 0, 30, 40)}, 2, {}}, QStringLiteral("left"));
    f.options.setOnlyOn(2);
    f.hand.drag({{20, 20}, {40, 20}});
    QCOMPARE(f.at(25, 20), 1);
    QCOMPARE(f.at(35, 20), 0);
}

void ToolsTest::escapeTakesTheStrokeBack() {
    CanvasFixture f;
    f.hand.press({10, 10});
    f.hand.move({30, 10});
    QCOMPARE(f.at(20, 10), 1);
    f.hand.key(QEvent::KeyPress, Qt::Key_Escape);
    f.hand.move({40, 20});
    f.hand.release({40, 20});
    QCOMPARE(f.painting.labels(), LabelMap(60, 40, 0));
    QVERIFY(!f.painting.canUndo());
}

void ToolsTest::undoInsideAStrokeEndsIt() {
    CanvasFixture f;
    f.hand.press({10, 10});
    f.painting.undo();
    f.hand.move({30, 10});
    f.hand.release({30, 10});
    QCOMPARE(f.painting.labels(), LabelMap(60, 40, 0));
}

void ToolsTest::lineRunsFromPressToRelease() {
    CanvasFixture f;
    applyZoom(f.canvas);
    f.tools.take(ToolId::Line);
    f.options.setSize(3);
    // Points inside their pixels, as view points are rounded at small zooms.
    f.hand.drag({{5.5, 5.5}, {50.5, 3.5}, {45.5, 33.5}});
    QCOMPARE(f.painting.labels(), painted({{LineShape{{5.5, 5.5}, {45.5, 33.5}, 3}, 1, {}}}));
    QCOMPARE(f.painting.history().size(), 2);

    f.painting.undo();
    f.hand.drag({{5.5, 20.5}, {45.5, 22.5}}, Qt::ShiftModifier);
    QCOMPARE(f.at(40, 20), 1);
    QCOMPARE(f.at(40, 23), 0);
}

void ToolsTest::rectangleCoversTheDraggedPixels() {
    CanvasFixture f;
    applyZoom(f.canvas);
    f.tools.take(ToolId::Rectangle);
    f.hand.drag({{30.5, 25.5}, {50, 3}, {10.5, 5.5}});
    QCOMPARE(f.painting.labels(), painted({{RectangleShape{QRectF(10, 5, 21, 21)}, 1, {}}}));
}

void ToolsTest::shiftAndCtrlShapeTheRectangle() {
    CanvasFixture f;
    f.tools.take(ToolId::Rectangle);
    f.hand.drag({{10.5, 10.5}, {30.5, 14.5}}, Qt::ShiftModifier);
    QCOMPARE(f.painting.labels(), painted({{RectangleShape{QRectF(10, 10, 21, 21)}, 1, {}}}));
    f.painting.undo();
    f.hand.press({30.5, 20.5});
    f.hand.move({40.5, 25.5}, Qt::ControlModifier);
    f.hand.release({40.5, 25.5}, Qt::ControlModifier);
    QCOMPARE(f.painting.labels(), painted({{RectangleShape{QRectF(20, 15, 21, 11)}, 1, {}}}));
}

void ToolsTest::outlinedRectangleIsHollow() {
    CanvasFixture f;
    f.tools.take(ToolId::Rectangle);
    f.options.setFilled(false);
    f.options.setSize(2);
    f.hand.drag({{10.5, 10.5}, {30.5, 30.5}});
    QCOMPARE(f.at(11, 11), 1);
    QCOMPARE(f.at(20, 20), 0);
}

void ToolsTest::ellipseFillsItsBox() {
    CanvasFixture f;
    f.tools.take(ToolId::Ellipse);
    f.hand.drag({{10.5, 5.5}, {40.5, 25.5}});
    QCOMPARE(f.painting.labels(), painted({{EllipseShape{QRectF(10, 5, 31, 21)}, 1, {}}}));
}

void ToolsTest::aShapeIsPaintedWhileItIsDragged() {
    CanvasFixture f;
    f.tools.take(ToolId::Rectangle);
    f.hand.press({10.5, 10.5});
    f.hand.move({30.5, 30.5});
    QCOMPARE(f.at(30, 30), 1);
    f.hand.move({20.5, 20.5});
    QCOMPARE(f.at(20, 20), 1);
    QCOMPARE(f.at(30, 30), 0);
    f.hand.release({20.5, 20.5});
    QCOMPARE(f.painting.history().size(), 2);
    f.painting.undo();
    QCOMPARE(f.painting.labels(), LabelMap(60, 40, 0));
}

void ToolsTest::lassoFillsAFreeLine() {
    CanvasFixture f;
    applyZoom(f.canvas);
    f.tools.take(ToolId::Lasso);
    f.hand.drag({{10, 10}, {40, 10}, {40, 30}, {10, 30}});
    QCOMPARE(f.painting.labels(), painted({{RectangleShape{QRectF(10, 10, 30, 20)}, 1, {}}}));
}

void ToolsTest::lassoFillsClickedCorners() {
    CanvasFixture f;
    f.tools.take(ToolId::Lasso);
    const LabelMap box = painted({{RectangleShape{QRectF(10, 10, 30, 20)}, 1, {}}});
    const auto corners = [&] {
        f.hand.click({10, 10});
        f.hand.click({40, 10});
        f.hand.click({40, 30});
    };
    corners();
    QCOMPARE(f.painting.labels(), LabelMap(60, 40, 0));
    f.hand.doubleClick({10, 30});
    QCOMPARE(f.painting.labels(), box);

    f.painting.undo();
    corners();
    f.hand.click({10, 30});
    f.hand.click({10, 10});  // the first corner again
    QCOMPARE(f.painting.labels(), box);

    f.painting.undo();
    corners();
    f.hand.click({10, 30});
    f.hand.key(QEvent::KeyPress, Qt::Key_Return);
    QCOMPARE(f.painting.labels(), box);
}

void ToolsTest::lassoTakesBackCorners() {
    CanvasFixture f;
    f.tools.take(ToolId::Lasso);
    f.hand.click({10, 10});
    f.hand.click({40, 10});
    f.hand.click({55, 35});
    f.hand.key(QEvent::KeyPress, Qt::Key_Backspace);
    f.hand.click({40, 30});
    f.hand.click({10, 30});
    f.hand.key(QEvent::KeyPress, Qt::Key_Return);
    QCOMPARE(f.painting.labels(), painted({{RectangleShape{QRectF(10, 10, 30, 20)}, 1, {}}}));
    f.hand.click({5, 5});
    f.hand.click({5, 20});
    f.hand.key(QEvent::KeyPress, Qt::Key_Escape);
    f.hand.click({20, 20});
    f.hand.key(QEvent::KeyPress, Qt::Key_Return);
    QCOMPARE(f.painting.history().size(), 2);
}

void ToolsTest::bucketFillsWhatIsConnected() {
    CanvasFixture f;
    // A wall of class c parts the picture.
    f.painting.applyWhole({RectangleShape{QRectF(28, 0, 4, 40)}, 2, {}}, QStringLiteral("wall"));
    f.tools.take(ToolId::Fill);
    f.hand.click({5, 5});
    QCOMPARE(f.at(0, 39), 1);
    QCOMPARE(f.at(30, 5), 2);
    QCOMPARE(f.at(59, 5), 0);
    f.painting.undo();
    f.options.setContiguous(false);
    f.hand.click({5, 5});
    QCOMPARE(f.at(59, 39), 1);
    f.hand.click({-5, -5});  // beside the picture
    QCOMPARE(f.painting.undoName(), QStringLiteral("Fill: b"));
    QCOMPARE(f.painting.history().size(), 3);
}

void ToolsTest::pickerChoosesTheClass() {
    CanvasFixture f;
    f.painting.applyWhole({RectangleShape{QRectF(30, 0, 30, 40)}, 3, {}}, QStringLiteral("right"));
    f.painting.applyWhole({RectangleShape{QRectF(0, 0, 5, 5)}, kVoid, {}}, QStringLiteral("hole"));
    f.tools.take(ToolId::Picker);
    f.hand.click({45, 20});
    QCOMPARE(f.classes.current(), 3);
    f.hand.click({2, 2});  // no class there
    QCOMPARE(f.classes.current(), 3);
    f.hand.click({15, 20});
    QCOMPARE(f.classes.current(), 0);
    QCOMPARE(f.painting.history().size(), 3);
}

void ToolsTest::ctrlPicksWhilePainting() {
    CanvasFixture f;
    f.painting.applyWhole({RectangleShape{QRectF(30, 0, 30, 40)}, 3, {}}, QStringLiteral("right"));
    f.hand.move({10, 10});
    const Qt::CursorShape brush = f.canvas.cursor().shape();
    f.hand.key(QEvent::KeyPress, Qt::Key_Control);
    QVERIFY(f.canvas.cursor().shape() != brush);
    f.hand.click({45, 20}, Qt::ControlModifier);
    QCOMPARE(f.classes.current(), 3);
    f.hand.key(QEvent::KeyRelease, Qt::Key_Control, Qt::ControlModifier);
    QCOMPARE(f.canvas.cursor().shape(), brush);
    f.hand.click({10, 10});
    QCOMPARE(f.at(10, 10), 3);
    QCOMPARE(f.tools.current().facts().id, ToolId::Brush);
}

void ToolsTest::rightDragSizesTheBrush() {
    CanvasFixture f;
    f.canvas.zoomTo(4 / f.canvas.devicePixelRatioF());
    f.hand.drag({{20, 20}, {30, 20}}, {}, Qt::RightButton);
    QCOMPARE(f.options.size(), 26.0);
    QCOMPARE(f.painting.labels(), LabelMap(60, 40, 0));
    f.hand.press({20, 20}, {}, Qt::RightButton);
    f.hand.move({40, 20});
    f.hand.key(QEvent::KeyPress, Qt::Key_Escape);
    f.hand.release({40, 20});
    QCOMPARE(f.options.size(), 26.0);
}

void ToolsTest::handMovesAndZoomToolZooms() {
    CanvasFixture f;
    f.tools.take(ToolId::Hand);
    const QPointF before = f.canvas.transform().toView(QPointF(0, 0));
    const QPointF start = f.canvas.transform().toView(QPointF(30, 20));
    f.hand.mouse(QEvent::MouseButtonPress, start, Qt::LeftButton, Qt::LeftButton, {});
    f.hand.mouse(QEvent::MouseMove, start + QPointF(30, -20), Qt::NoButton, Qt::LeftButton, {});
    f.hand.mouse(
        QEvent::MouseButtonRelease, start + QPointF(30, -20), Qt::LeftButton, Qt::NoButton, {});
    QCOMPARE(f.canvas.transform().toView(QPointF(0, 0)), before + QPointF(30, -20));

    f.tools.take(ToolId::Zoom);
    const qreal zoom = f.canvas.transform().zoom();
    f.hand.click({30, 20});
    QVERIFY(f.canvas.transform().zoom() > zoom);
    f.hand.click({30, 20}, Qt::ControlModifier);
    QCOMPARE(f.canvas.transform().zoom(), zoom);
}

void ToolsTest::swapGoesToAndFro() {
    ClassChoice classes;
    classes.choose(2);
    classes.choose(3);
    classes.swap();
    QCOMPARE(classes.current(), 2);
    classes.swap();
    QCOMPARE(classes.current(), 3);
    classes.keepBelow(3);
    QCOMPARE(classes.current(), 0);
    QCOMPARE(classes.previous(), 2);
}

QTEST_MAIN(ToolsTest)
#include "tools_test.moc"
