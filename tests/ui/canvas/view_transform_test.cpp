// Zoom, pan and fit: points there and back.
#include <QTest>

#include "ui/canvas/view_transform.h"

using tessera::ui::ViewTransform;

namespace {
ViewTransform fitted(QSize picture = {400, 200}, QSizeF view = {1000, 800}, qreal ratio = 1) {
    ViewTransform transform;
    transform.setDevicePixelRatio(ratio);
    transform.setViewSize(view);
    transform.setPictureSize(picture);
    return transform;
}
}  // namespace

class ViewTransformTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fitCentresAll();
    void fitFollowsTheViewUntilZoomed();
    void zoomKeepsThePoint();
    void zoomStaysInBounds();
    void panNeverLosesThePicture();
    void oneToOneIsOneDevicePixel();
    void pointsGoThereAndBack();
};

void ViewTransformTest::fitCentresAll() {
    const QRectF shown = fitted().pictureInView();
    QVERIFY(QRectF(0, 0, 1000, 800).contains(shown));
    QCOMPARE(shown.center(), QPointF(500, 400));
    QCOMPARE(shown.width() / shown.height(), 2.0);
    QVERIFY(shown.width() > 900);
}

void ViewTransformTest::fitFollowsTheViewUntilZoomed() {
    ViewTransform transform = fitted();
    transform.setViewSize({500, 400});
    QCOMPARE(transform.pictureInView().center(), QPointF(250, 200));
    transform.zoomTo(3, {250, 200});
    const QPointF centre = transform.toPicture(QPointF(250, 200));
    transform.setViewSize({900, 700});
    QCOMPARE(transform.zoom(), 3.0);
    const QPointF moved = transform.toPicture(QPointF(450, 350)) - centre;
    QVERIFY(moved.manhattanLength() < 0.5);
}

void ViewTransformTest::zoomKeepsThePoint() {
    ViewTransform transform = fitted();
    const QPointF held = transform.toPicture(QPointF(300, 300));
    transform.zoomBy(4, {300, 300});
    const QPointF moved = transform.toPicture(QPointF(300, 300)) - held;
    QVERIFY(moved.manhattanLength() * transform.scale() <= 1);  // offsets are whole pixels
}

void ViewTransformTest::zoomStaysInBounds() {
    ViewTransform transform = fitted();
    transform.zoomTo(1000, {500, 400});
    QCOMPARE(transform.zoom(), ViewTransform::kLargestZoom);
    transform.zoomTo(1e-6, {500, 400});
    QCOMPARE(transform.zoom(), ViewTransform::kSmallestZoom);
}

void ViewTransformTest::panNeverLosesThePicture() {
    ViewTransform transform = fitted();
    for (const QPointF far : {QPointF(1e5, 0), QPointF(-1e5, 1e5), QPointF(0, -1e5)}) {
        transform.panBy(far);
        QVERIFY(transform.pictureInView().intersects(QRectF(10, 10, 980, 780)));
    }
}

void ViewTransformTest::oneToOneIsOneDevicePixel() {
    ViewTransform transform = fitted({400, 200}, {1000, 800}, 2);
    transform.zoomTo(1, {500, 400});
    QCOMPARE(transform.scale(), 0.5);
    QCOMPARE(transform.pictureInView().size(), QSizeF(200, 100));
}

void ViewTransformTest::pointsGoThereAndBack() {
    ViewTransform transform = fitted();
    transform.zoomTo(7.3, {123, 456});
    const QPointF point(12.25, 99.75);
    const QPointF error = transform.toPicture(transform.toView(point)) - point;
    QVERIFY(error.manhattanLength() < 1e-9);
    QCOMPARE(transform.matrix().map(point), transform.toView(point));
}

QTEST_APPLESS_MAIN(ViewTransformTest)
#include "view_transform_test.moc"
