// What the canvas shows: labels, photo, divider, cursor; and how it moves.
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/canvas_fixture.h"
#include "ui/canvas/class_outline.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

QImage grab(CanvasView& canvas) {
    return canvas.grab().toImage();
}

QColor pixel(CanvasView& canvas, QPointF picturePoint) {
    const QImage shown = grab(canvas);
    const QPointF at = canvas.transform().toView(picturePoint) * shown.devicePixelRatio();
    return shown.pixelColor(at.toPoint());
}

QImage photoOf(QColor colour, QSize size = {60, 40}) {
    QImage photo(size, QImage::Format_RGB888);
    photo.fill(colour);
    return photo;
}

const QColor kRed(200, 0, 0);
const QColor kGreen(0, 200, 0);
const QColor kOrange(250, 120, 10);
const QColor kViolet(120, 10, 200);

// Remembers what was asked to be drawn.
class PaintSpy : public QObject {
public:
    explicit PaintSpy(QWidget& widget) { widget.installEventFilter(this); }
    QRegion region;

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint) {
            region += static_cast<QPaintEvent*>(event)->region();
        }
        return false;
    }
};

}  // namespace

class CanvasViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void labelsShowTheirColours();
    void labelsAreMagnifiedByPixels();
    void onlyWhatChangedIsRedrawn();
    void photoShowsRightOfTheDivider();
    void modesChooseWhatShows();
    void stalePhotosNeverShow();
    void photosOfAnotherPaintingNeverShow();
    void photoShownNamesTheRevision();
    void onlyWhatChangedOfAPhotoIsRedrawn();
    void visiblePixelsFollowTheView();
    void dividerFollowsTheDrag();
    void dividerStaysInSightWhenZoomed();
    void wheelZoomsAboutThePointer();
    void pinchZooms();
    void spaceAndMiddleDragMove();
    void arrowsMove();
    void pointerIsToldInPixels();
    void cursorRingHasTheBrushsSize();
    void outlineFollowsEdges();
    void outlineShowsTheClassUnderThePointer();
};

void CanvasViewTest::initTestCase() {
    Theme::instance().apply(ThemeMode::Dark);
}

void CanvasViewTest::labelsShowTheirColours() {
    CanvasFixture f;
    QCOMPARE(pixel(f.canvas, {20, 20}), kRed);
    f.painting.applyWhole({RectangleShape{QRectF(0, 0, 30, 40)}, 1, {}}, QStringLiteral("left"));
    QCOMPARE(pixel(f.canvas, {20, 20}), kGreen);
    QCOMPARE(pixel(f.canvas, {40, 20}), kRed);
    f.painting.undo();
    QCOMPARE(pixel(f.canvas, {20, 20}), kRed);
    f.painting.reset({LabelMap(8, 8, 2), testPalette(), {}, {}});
    QCOMPARE(pixel(f.canvas, {4, 4}), QColor(0, 0, 200));
}

void CanvasViewTest::labelsAreMagnifiedByPixels() {
    CanvasFixture f;
    f.painting.applyWhole({RectangleShape{QRectF(20, 20, 1, 1)}, 1, {}}, QStringLiteral("dot"));
    f.canvas.zoomTo(10);
    for (const qreal x : {20.1, 20.5, 20.85}) {
        QCOMPARE(pixel(f.canvas, {x, 20.5}), kGreen);
    }
    QCOMPARE(pixel(f.canvas, {19.9, 20.5}), kRed);
    QCOMPARE(pixel(f.canvas, {21.1, 20.5}), kRed);
}

void CanvasViewTest::onlyWhatChangedIsRedrawn() {
    CanvasFixture f;
    QVERIFY(QTest::qWaitForWindowExposed(&f.canvas));
    QCoreApplication::processEvents();
    PaintSpy spy(f.canvas);
    f.painting.applyWhole({RectangleShape{QRectF(10, 10, 5, 5)}, 1, {}}, QStringLiteral("spot"));
    QTRY_VERIFY(!spy.region.isEmpty());
    const QRectF spot = f.canvas.transform().toView(QRectF(10, 10, 5, 5));
    const QRect drawn = spy.region.boundingRect();
    QVERIFY(QRectF(drawn).contains(spot));
    QVERIFY(spot.adjusted(-4, -4, 4, 4).contains(drawn));
}

void CanvasViewTest::photoShowsRightOfTheDivider() {
    CanvasFixture f;
    QCOMPARE(pixel(f.canvas, {45, 10}), kRed);  // no photo yet: labels everywhere
    f.canvas.setPhoto(photoOf(kOrange), f.painting.revision());
    QCOMPARE(pixel(f.canvas, {15, 10}), kRed);
    QCOMPARE(pixel(f.canvas, {45, 10}), kOrange);
}

void CanvasViewTest::modesChooseWhatShows() {
    CanvasFixture f;
    f.canvas.setPhoto(photoOf(kOrange), f.painting.revision());
    QSignalSpy changed(&f.canvas, &CanvasView::modeChanged);
    f.canvas.setMode(ViewMode::Photo);
    QCOMPARE(pixel(f.canvas, {15, 10}), kOrange);
    f.canvas.setMode(ViewMode::Labels);
    QCOMPARE(pixel(f.canvas, {45, 10}), kRed);
    QCOMPARE(changed.size(), 2);
    f.canvas.setMode(ViewMode::Photo);
    f.hand.drag({{15, 10}, {20, 10}});  // painting goes on in the photo
    QCOMPARE(f.at(18, 10), 1);
}

void CanvasViewTest::stalePhotosNeverShow() {
    CanvasFixture f;
    f.hand.click({5, 5});
    const quint64 old = f.painting.revision();
    f.hand.click({10, 5});
    f.canvas.setMode(ViewMode::Photo);
    QVERIFY(f.canvas.setPhoto(photoOf(kViolet), f.painting.revision()));
    QVERIFY(!f.canvas.setPhoto(photoOf(kOrange), old));
    QCOMPARE(pixel(f.canvas, {30, 20}), kViolet);
    // The same revision again: another model or device drew it.
    QVERIFY(f.canvas.setPhoto(photoOf(kOrange), f.painting.revision()));
    QCOMPARE(pixel(f.canvas, {30, 20}), kOrange);
}

void CanvasViewTest::photosOfAnotherPaintingNeverShow() {
    CanvasFixture f;
    const quint64 old = f.painting.revision();
    f.painting.reset({LabelMap(30, 30, 1), testPalette(), {}, {}});
    f.canvas.setMode(ViewMode::Photo);
    QVERIFY(!f.canvas.setPhoto(photoOf(kOrange), old));
    QCOMPARE(pixel(f.canvas, {15, 15}), kGreen);
    QVERIFY(f.canvas.setPhoto(photoOf(kViolet, {30, 30}), f.painting.revision()));
    QCOMPARE(pixel(f.canvas, {15, 15}), kViolet);
}

void CanvasViewTest::photoShownNamesTheRevision() {
    CanvasFixture f;
    QVERIFY(QTest::qWaitForWindowExposed(&f.canvas));
    QSignalSpy shown(&f.canvas, &CanvasView::photoShown);
    f.hand.click({5, 5});
    f.canvas.setPhoto(photoOf(kOrange), f.painting.revision());
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(shown.first().first().toULongLong(), f.painting.revision());
    f.canvas.setMode(ViewMode::Labels);
    f.canvas.setPhoto(photoOf(kViolet), f.painting.revision());
    QTest::qWait(0);
    grab(f.canvas);
    QCOMPARE(shown.size(), 1);
}

void CanvasViewTest::onlyWhatChangedOfAPhotoIsRedrawn() {
    CanvasFixture f;
    QVERIFY(QTest::qWaitForWindowExposed(&f.canvas));
    f.canvas.setMode(ViewMode::Photo);
    QImage photo = photoOf(kOrange);
    f.canvas.setPhoto(photo, f.painting.revision());
    grab(f.canvas);
    QCoreApplication::processEvents();
    PaintSpy spy(f.canvas);
    QSignalSpy shown(&f.canvas, &CanvasView::photoShown);
    photo.setPixelColor(20, 10, kViolet);
    photo.setPixelColor(24, 12, kViolet);
    f.canvas.setPhoto(photo, f.painting.revision());
    QTRY_COMPARE(shown.size(), 1);
    const QRectF spot = f.canvas.transform().toView(QRectF(20, 10, 5, 3));
    const QRectF drawn(spy.region.boundingRect());
    QVERIFY(drawn.contains(spot));
    QVERIFY(spot.adjusted(-40, -40, 40, 40).contains(drawn));
    const QImage after = grab(f.canvas);
    CanvasFixture whole;
    whole.canvas.setMode(ViewMode::Photo);
    whole.canvas.setPhoto(photo, whole.painting.revision());
    QCOMPARE(after, grab(whole.canvas));
    f.canvas.setPhoto(photo, f.painting.revision());  // the same again
    QTRY_COMPARE(shown.size(), 2);
}

void CanvasViewTest::visiblePixelsFollowTheView() {
    CanvasFixture f;
    QCOMPARE(f.canvas.visiblePixels(), QRect(0, 0, 60, 40));
    f.canvas.zoomTo(32);  // 20 x 15 pixels
    const QRect seen = f.canvas.visiblePixels();
    QVERIFY(QRect(0, 0, 60, 40).contains(seen) && seen.contains(30, 20));
    QVERIFY(seen.width() >= 20 && seen.width() <= 22 && seen.height() >= 15);
}

void CanvasViewTest::dividerFollowsTheDrag() {
    CanvasFixture f;
    f.canvas.setPhoto(photoOf(kOrange), f.painting.revision());
    QCOMPARE(f.canvas.dividerPosition(), 0.5);
    f.hand.move({30, 10});
    QCOMPARE(f.canvas.cursor().shape(), Qt::SplitHCursor);
    f.hand.drag({{30, 10}, {20, 15}, {45, 30}});
    QVERIFY(qAbs(f.canvas.dividerPosition() - 0.75) < 0.01);
    QCOMPARE(pixel(f.canvas, {40, 10}), kRed);
    QCOMPARE(pixel(f.canvas, {50, 10}), kOrange);
    QCOMPARE(f.painting.labels(), LabelMap(60, 40, 0));
    f.hand.drag({{45, 10}, {-30, 10}});
    QCOMPARE(f.canvas.dividerPosition(), 0.0);
}

void CanvasViewTest::dividerStaysInSightWhenZoomed() {
    CanvasFixture f;
    f.canvas.setPhoto(photoOf(kOrange), f.painting.revision());
    f.canvas.zoomTo(40);
    f.canvas.panBy({-100000, 0});
    const QRectF view(f.canvas.rect());
    const qreal x = f.canvas.layers().divider().viewX(f.canvas.transform(), view);
    QVERIFY(x >= 0 && x <= view.right());
}

void CanvasViewTest::wheelZoomsAboutThePointer() {
    CanvasFixture f;
    const QPointF at(200, 150);
    const QPointF held = f.canvas.transform().toPicture(at);
    const qreal before = f.canvas.transform().zoom();
    QSignalSpy changed(&f.canvas, &CanvasView::zoomChanged);
    f.hand.wheel(at, 120);
    QVERIFY(f.canvas.transform().zoom() > before);
    QCOMPARE(changed.size(), 1);
    const QPointF moved = f.canvas.transform().toPicture(at) - held;
    QVERIFY(moved.manhattanLength() * f.canvas.transform().scale() <= 1);
    f.hand.wheel(at, -120);
    QVERIFY(qAbs(f.canvas.transform().zoom() - before) < 1e-6);
}

void CanvasViewTest::pinchZooms() {
    CanvasFixture f;
    const qreal before = f.canvas.transform().zoom();
    QNativeGestureEvent pinch(Qt::ZoomNativeGesture,
                              QPointingDevice::primaryPointingDevice(),
                              2,
                              {200, 150},
                              {200, 150},
                              f.canvas.mapToGlobal(QPointF(200, 150)),
                              0.5,
                              {});
    QApplication::sendEvent(&f.canvas, &pinch);
    QVERIFY(qAbs(f.canvas.transform().zoom() - 1.5 * before) < 1e-6);
}

void CanvasViewTest::spaceAndMiddleDragMove() {
    CanvasFixture f;
    const QPointF origin = f.canvas.transform().toView(QPointF());
    const QPointF by(25, -15);
    const auto dragWith = [&](Qt::MouseButton button) {
        f.hand.mouse(QEvent::MouseButtonPress, {300, 200}, button, button, {});
        f.hand.mouse(QEvent::MouseMove, QPointF(300, 200) + by, Qt::NoButton, button, {});
        f.hand.mouse(QEvent::MouseButtonRelease, QPointF(300, 200) + by, button, Qt::NoButton, {});
    };
    dragWith(Qt::MiddleButton);
    QCOMPARE(f.canvas.transform().toView(QPointF()), origin + by);
    f.hand.key(QEvent::KeyPress, Qt::Key_Space);
    QCOMPARE(f.canvas.cursor().shape(), Qt::OpenHandCursor);
    dragWith(Qt::LeftButton);
    f.hand.key(QEvent::KeyRelease, Qt::Key_Space);
    QCOMPARE(f.canvas.transform().toView(QPointF()), origin + 2 * by);
    QCOMPARE(f.painting.labels(), LabelMap(60, 40, 0));
    f.canvas.fit();
    QCOMPARE(f.canvas.transform().toView(QPointF()), origin);
}

void CanvasViewTest::arrowsMove() {
    CanvasFixture f;
    const qreal before = f.canvas.transform().toView(QPointF()).x();
    f.hand.key(QEvent::KeyPress, Qt::Key_Left);
    QVERIFY(f.canvas.transform().toView(QPointF()).x() > before);
}

void CanvasViewTest::pointerIsToldInPixels() {
    CanvasFixture f;
    QSignalSpy moved(&f.canvas, &CanvasView::pointerMoved);
    QSignalSpy left(&f.canvas, &CanvasView::pointerLeft);
    f.hand.move({12.5, 7.5});
    QCOMPARE(moved.last().first().toPoint(), QPoint(12, 7));
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(&f.canvas, &leave);
    QCOMPARE(left.size(), 1);
}

void CanvasViewTest::cursorRingHasTheBrushsSize() {
    CanvasFixture f;
    f.options.setSize(20);
    const QImage before = grab(f.canvas);
    f.hand.move({30, 20});
    const QImage after = grab(f.canvas);
    const qreal scale = f.canvas.transform().scale();
    const QPoint centre = f.canvas.transform().toView(QPointF(30, 20)).toPoint();
    const int radius = qRound(10 * scale);
    const auto changed = [&](QPoint at) { return before.pixel(at) != after.pixel(at); };
    QVERIFY(changed(centre + QPoint(radius, 0)));
    QVERIFY(changed(centre - QPoint(0, radius)));
    QVERIFY(!changed(centre));
    QVERIFY(!changed(centre + QPoint(radius + 5, 0)));
}

void CanvasViewTest::outlineFollowsEdges() {
    LabelMap labels(6, 4, 0);
    labels.writableScanLine(1)[2] = 1;
    labels.writableScanLine(1)[3] = 1;
    const QList<QLine> lines = classOutline(labels, 1);
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.contains(QLine(2, 1, 4, 1)));
    QVERIFY(lines.contains(QLine(2, 2, 4, 2)));
    QVERIFY(lines.contains(QLine(2, 1, 2, 2)));
    QVERIFY(lines.contains(QLine(4, 1, 4, 2)));
    QVERIFY(classOutline(labels, 2).isEmpty());
    QVERIFY(classOutline(labels, 0).contains(QLine(0, 0, 6, 0)));  // the map's own edge
}

void CanvasViewTest::outlineShowsTheClassUnderThePointer() {
    CanvasFixture f;
    f.painting.applyWhole({RectangleShape{QRectF(20, 10, 20, 20)}, 1, {}}, QStringLiteral("box"));
    f.hand.move({30, 20});
    const QImage before = grab(f.canvas);
    f.canvas.setOutlineShown(true);
    const QImage after = grab(f.canvas);
    const QPoint edge = f.canvas.transform().toView(QPointF(20, 15)).toPoint();
    QVERIFY(before.pixel(edge) != after.pixel(edge));
    f.hand.move({5, 5});
    f.hand.move({30, 20});
    f.canvas.setOutlineShown(false);
    QCOMPARE(grab(f.canvas), before);
}

QTEST_MAIN(CanvasViewTest)
#include "canvas_view_test.moc"
