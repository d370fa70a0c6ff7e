// The live photo, beside the canvas and in a window of its own.
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include "tests/ui/panel_testing.h"
#include "ui/photo/floating_photo.h"
#include "ui/photo/photo_panel.h"
#include "ui/photo/photo_view.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

QImage twoHalves(QSize size, const QColor& left, const QColor& right) {
    QImage image(size, QImage::Format_RGB888);
    image.fill(left);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = size.width() / 2; x < size.width(); ++x) {
            image.setPixelColor(x, y, right);
        }
    }
    return image;
}

}  // namespace

class PhotoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void buttonsWaitForAPhoto();
    void photoKeepsItsShape();
    void problemIsSaid();
    void floatingPhotoIsLive();
    void floatingPhotoByKeys();

private:
    QTemporaryDir folder_;
};

void PhotoTest::buttonsWaitForAPhoto() {
    PhotoPanel panel;
    auto* copy = controlNamed<QToolButton>(panel, QStringLiteral("Copy the photo"));
    auto* exports = controlNamed<QToolButton>(panel, QStringLiteral("Export the photo"));
    QVERIFY(!copy->isEnabled() && !exports->isEnabled());
    QVERIFY(copy->toolTip().contains(QStringLiteral("no photo yet")));
    panel.setPhoto(twoHalves({40, 30}, Qt::red, Qt::blue));
    QVERIFY(copy->isEnabled() && exports->isEnabled());
    QSignalSpy copied(&panel, &PhotoPanel::copyRequested);
    QSignalSpy exported(&panel, &PhotoPanel::exportRequested);
    QTest::mouseClick(copy, Qt::LeftButton);
    QTest::mouseClick(exports, Qt::LeftButton);
    QCOMPARE(copied.size(), 1);
    QCOMPARE(exported.size(), 1);
}

void PhotoTest::photoKeepsItsShape() {
    PhotoView view;
    view.setPhoto(twoHalves({400, 200}, Qt::red, Qt::blue));
    QCOMPARE(view.heightForWidth(100), 50);
    view.resize(200, 200);
    const QImage shown = view.grab().toImage();
    QCOMPARE(shown.pixelColor(50, 100), QColor(Qt::red));
    QCOMPARE(shown.pixelColor(150, 100), QColor(Qt::blue));
    const QColor beside = shown.pixelColor(50, 20);  // above the photo, which is 200 x 100
    QVERIFY(beside != QColor(Qt::red));
}

void PhotoTest::problemIsSaid() {
    PhotoView view;
    view.resize(240, 180);
    const QImage without = view.grab().toImage();
    view.setProblem(QStringLiteral("No model is open"));
    QVERIFY(view.grab().toImage() != without);
    QCOMPARE(view.accessibleDescription(), QStringLiteral("No model is open"));
    view.setProblem({});
    QCOMPARE(view.grab().toImage(), without);
}

void PhotoTest::floatingPhotoIsLive() {
    PhotoPanel panel;
    const QImage first = twoHalves({40, 30}, Qt::red, Qt::blue);
    const QImage second = twoHalves({40, 30}, Qt::green, Qt::white);
    panel.setPhoto(first);
    QVERIFY(!panel.floating());
    QTest::mouseClick(buttonWithText<QToolButton>(panel, QStringLiteral("Float live")),
                      Qt::LeftButton);
    QVERIFY(panel.floating() && panel.floating()->isVisible() && panel.floating()->isWindow());
    QCOMPARE(panel.floating()->photo(), first);
    panel.setPhoto(second);
    QCOMPARE(panel.floating()->photo(), second);
    const FloatingPhoto* before = panel.floating();
    panel.floatLive();
    QCOMPARE(panel.floating(), before);  // one is enough
}

void PhotoTest::floatingPhotoByKeys() {
    PhotoPanel panel;
    panel.floatLive();
    QPointer<FloatingPhoto> floating = panel.floating();
    QTest::keyClick(floating.data(), Qt::Key_F11);
    QVERIFY(floating->isFullScreen());
    QTest::keyClick(floating.data(), Qt::Key_Escape);
    QVERIFY(!floating->isFullScreen());
    QTest::keyClick(floating.data(), Qt::Key_Escape);
    QVERIFY(!floating || !floating->isVisible());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!floating);
    panel.floatLive();  // and again
    QVERIFY(panel.floating()->isVisible());
}

QTEST_MAIN(PhotoTest)
#include "photo_test.moc"
