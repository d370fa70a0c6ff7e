// Before and after: the right state at the left, the newest photo at the right, both in the file.
#include "ui/photo/before_after.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>

#include "core/images/image_files.h"
#include "tests/core/testing.h"
#include "tests/ui/panel_testing.h"
#include "tests/ui/renders_testing.h"
#include "ui/photo/compare_view.h"

using namespace tessera;
using namespace tessera::ui;
using tessera::testing::filled;

class BeforeAfterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void init();
    void cleanup() { delete window_; }
    void showsTheOldestStateFirst();
    void showsAChosenState();
    void afterFollowsThePainting();
    void rendersNothingTwice();
    void dividerIsDragged();
    void exportHasBothHalves();
    void exportWaitsForBoth();
    void exportSaysWhatFails();
    void anotherPaintingStartsAnew();

private:
    QImage photoOf(const PaintingData& data) {
        QSignalSpy photos(renders_.get(), &RenderService::rendered);
        renders_->request(RenderInput::of(data, ++revision_));
        return photos.wait(kPatience) ? photos.last().first().value<RenderedPhoto>().image
                                      : QImage();
    }
    void waitForBefore() {
        QTRY_VERIFY_WITH_TIMEOUT(!window_->view().before().isNull(), kPatience);
    }

    QTemporaryDir folder_;
    std::unique_ptr<RenderService> renders_;
    std::unique_ptr<Painting> painting_;
    QPointer<BeforeAfterWindow> window_;
    quint64 revision_ = 1000;
};

void BeforeAfterTest::init() {
    renders_ = std::make_unique<RenderService>();
    openTinyModel(*renders_, folder_);
    painting_ = std::make_unique<Painting>();
    painting_->reset(landscape());
    painting_->applyWhole(rectangle({0, 4, 10, 12}, 2), QStringLiteral("Tree"));
    painting_->setStyle({{}, 77, 78, {}}, QStringLiteral("Style"));
    const QImage now = photoOf(painting_->data());
    QVERIFY(!now.isNull());
    window_ = new BeforeAfterWindow(*painting_, *renders_, now);
    window_->resize(700, 480);
    window_->show();
}

void BeforeAfterTest::showsTheOldestStateFirst() {
    QCOMPARE(window_->state(), 0);
    waitForBefore();
    QCOMPARE(window_->view().before(), photoOf(landscape()));
    QCOMPARE(window_->view().before().size(), QSize(32, 24));
}

void BeforeAfterTest::showsAChosenState() {
    waitForBefore();
    auto* states = controlNamed<QComboBox>(*window_, QStringLiteral("Before"));
    QCOMPARE(states->count(), 3);
    const quint64 revision = painting_->revision();
    QTest::keyClick(states, Qt::Key_Down);
    QCOMPARE(window_->state(), 1);
    waitForBefore();
    QCOMPARE(window_->view().before(), photoOf(painting_->dataAt(1)));
    QCOMPARE(painting_->historyPosition(), 2);  // the painting itself went nowhere
    QCOMPARE(painting_->revision(), revision);
}

void BeforeAfterTest::afterFollowsThePainting() {
    const QImage before = window_->view().after();
    painting_->applyWhole(rectangle({20, 0, 12, 24}, 2), QStringLiteral("Wood"));
    const QImage newest = photoOf(painting_->data());
    QVERIFY(newest != before);
    QCOMPARE(window_->view().after(), newest);
    QCOMPARE(controlNamed<QComboBox>(*window_, QStringLiteral("Before"))->count(), 4);
}

void BeforeAfterTest::rendersNothingTwice() {
    waitForBefore();
    QSignalSpy previews(renders_.get(), &RenderService::previewed);
    painting_->applyWhole(rectangle({20, 0, 12, 24}, 2), QStringLiteral("Wood"));
    painting_->undo();
    QVERIFY(!window_->view().before().isNull());  // still there: state 0 is what it was
    QVERIFY(!photoOf(painting_->data()).isNull());
    QCOMPARE(previews.size(), 0);
}

void BeforeAfterTest::dividerIsDragged() {
    waitForBefore();
    CompareView& view = window_->view();
    view.setBefore(filled({400, 300}, Qt::red));
    view.setAfter(filled({400, 300}, Qt::blue));
    const double width = view.height() * 4.0 / 3;  // the photo's, as the view is wider than 4:3
    const double left = (view.width() - width) / 2;
    QVERIFY(left >= 0);
    const int y = 30;
    QTest::mousePress(&view, Qt::LeftButton, {}, {view.width() / 2, y});
    QMouseEvent move(QEvent::MouseMove,
                     QPointF(left + width / 4, y),
                     view.mapToGlobal(QPointF(left + width / 4, y)),
                     Qt::NoButton,
                     Qt::LeftButton,
                     {});
    QApplication::sendEvent(&view, &move);
    QVERIFY(std::abs(view.divider() - 0.25) < 0.01);
    const QImage shown = view.grab().toImage();
    QCOMPARE(shown.pixelColor(int(left + width * 0.2), y), QColor(Qt::red));
    QCOMPARE(shown.pixelColor(int(left + width * 0.3), y), QColor(Qt::blue));
    QTest::keyClick(&view, Qt::Key_Right);
    QVERIFY(view.divider() > 0.28);
}

void BeforeAfterTest::exportHasBothHalves() {
    waitForBefore();
    const QString file = folder_.filePath(QStringLiteral("pair.png"));
    window_->writePair(file);
    const QImage pair = readImage(file).convertToFormat(QImage::Format_RGB888);
    QVERIFY(pair.width() > 2 * 32);
    QCOMPARE(pair.height(), 24);
    QCOMPARE(pair.copy(0, 0, 32, 24), window_->view().before());
    QCOMPARE(pair.copy(pair.width() - 32, 0, 32, 24), window_->view().after());
    QVERIFY(window_->view().before() != window_->view().after());
}

void BeforeAfterTest::exportWaitsForBoth() {
    waitForBefore();
    auto* button = controlNamed<QPushButton>(*window_, QStringLiteral("Export the pair"));
    QVERIFY(button->isEnabled());
    window_->setState(1);
    QVERIFY(!button->isEnabled());  // the other photo is on its way
    QVERIFY(button->toolTip().contains(QStringLiteral("not there yet")));
    QSignalSpy changed(window_.data(), &BeforeAfterWindow::pairChanged);
    QVERIFY(changed.wait(kPatience));
    QVERIFY(button->isEnabled());
}

void BeforeAfterTest::exportSaysWhatFails() {
    waitForBefore();
    const QString file = folder_.filePath(QStringLiteral("no/such/folder/pair.png"));
    QVERIFY_THROWS(window_->writePair(file), QStringLiteral("pair.png"));
}

void BeforeAfterTest::anotherPaintingStartsAnew() {
    waitForBefore();
    PaintingData other = landscape();
    other.labels = LabelMap(220, 16, 1);  // longer than a thumbnail
    painting_->reset(other);
    QVERIFY(window_->view().after().isNull());
    QCOMPARE(window_->state(), 0);
    waitForBefore();
    QCOMPARE(window_->view().before().size(), QSize(220, 16));
}

QTEST_MAIN(BeforeAfterTest)
#include "before_after_test.moc"
