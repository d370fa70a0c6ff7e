// The Cross-view workspace in the window: with a tiny model, and with the one that ships and real
// strips where they are at hand.
#include <QSignalSpy>
#include <QToolButton>

#include "core/document/painting_file.h"
#include "core/images/image_files.h"
#include "core/jobs/resources.h"
#include "tests/core/jobs/tiny_model_file.h"
#include "tests/ui/studio/window_fixture.h"
#include "ui/crossview/source_panel.h"
#include "ui/crossview/viewpoint_strip.h"
#include "ui/inspect/picture_tile.h"
#include "ui/studio/cross_view_desk.h"
#include "ui/studio/files/file_drops.h"
#include "ui/studio/workspaces.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

const QString kWorkspace = QStringLiteral("crossview");

/// A strip: a yellow photo from above, a blue one from the ground, classes 20 and 50 of Dayton.
QImage strip() {
    QImage image(kStripSize, QImage::Format_RGB888);
    const QColor tiles[] = {QColor(200, 180, 40),
                            QColor(60, 90, 200),
                            QColor(128, 64, 128),
                            QColor(128, 64, 128),
                            QColor(20, 20, 20),
                            QColor(50, 50, 50)};
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            image.setPixelColor(x, y, tiles[x / 256]);
        }
    }
    return image;
}

/// Waits for the photo of what the painting is now.
bool waitForPhoto(WindowFixture& f) {
    QSignalSpy photos(&f.window.renders(), &RenderService::rendered);
    return QTest::qWaitFor(
        [&] {
            return !photos.isEmpty() && photos.last().first().value<RenderedPhoto>().revision ==
                                            f.window.painting().revision();
        },
        kPatience);
}

}  // namespace

class CrossViewWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void aMissingSourceIsSaidOverTheCanvas();
    void droppedPhotosBecomeTheSource();
    void stripsBringTheirSource();
    void theOtherDirectionOpensTheOtherView();
    void savesAndOpensTheSource();
    void otherLabelsKeepTheSource();
    void pickedViewpointsOpen();
    void pickingAsksAboutUnsavedWork();
    void brokenMapsAreNamed();
    void realStripsAreTranslated();

private:
    QString photo(const char* name, QSize size, const QColor& color) {
        QImage image(size, QImage::Format_RGB888);
        image.fill(color);
        const QString file = files_.filePath(QLatin1String(name));
        image.save(file);
        return file;
    }

    QTemporaryDir settings_;
    QTemporaryDir files_;
    QString model_;
    QString strip_;
};

void CrossViewWindowTest::initTestCase() {
    isolateSettings(settings_);
    model_ = files_.filePath(QStringLiteral("translating.safetensors"));
    testing::TinyModelKind kind;
    kind.source = true;
    testing::writeTinyModel(model_, kind);
    strip_ = files_.filePath(QStringLiteral("dayton-strip.png"));
    QVERIFY(strip().save(strip_));
}

void CrossViewWindowTest::init() {
    QSettings().clear();
    QDir(Autosave::defaultFolder()).removeRecursively();
}

void CrossViewWindowTest::aMissingSourceIsSaidOverTheCanvas() {
    WindowFixture f(model_);
    const auto says = [&] { return f.window.notices().text().contains("and none is chosen"); };
    QTRY_VERIFY_WITH_TIMEOUT(says(), kPatience);
    const QSize size = f.window.painting().labels().size();
    f.window.crossView().source().takeFile(photo("above.png", size, Qt::red));
    QVERIFY(waitForPhoto(f));
    QVERIFY(!says());
    // The line offers what helps.
    f.window.painting().undo();
    QTRY_VERIFY_WITH_TIMEOUT(says(), kPatience);
    QCOMPARE(f.window.crossView().remedies().size(), 1);
}

void CrossViewWindowTest::droppedPhotosBecomeTheSource() {
    WindowFixture f(model_);
    QVERIFY(QTest::qWaitFor([&] { return f.window.renders().model().has_value(); }, kPatience));
    QImage noise(f.window.painting().labels().size(), QImage::Format_RGB888);
    for (int y = 0; y < noise.height(); ++y) {
        for (int x = 0; x < noise.width(); ++x) {
            noise.setPixelColor(x, y, QColor((x * 37 + y * 91) % 256, (x * 11) % 256, y % 256));
        }
    }
    const QString file = files_.filePath(QStringLiteral("noise.png"));
    QVERIFY(noise.save(file));
    f.window.workspaces().choose(kWorkspace);
    f.window.takeFile(file);
    QCOMPARE(f.window.painting().source().name, QStringLiteral("noise"));
    QVERIFY(waitForPhoto(f));
}

void CrossViewWindowTest::stripsBringTheirSource() {
    WindowFixture f;
    QVERIFY(f.window.files().openFile(strip_));
    const Painting& painting = f.window.painting();
    QCOMPARE(painting.labels().size(), QSize(256, 256));
    QCOMPARE(painting.palette().nameOf(painting.labels().at(9, 9)), QStringLiteral("sky"));
    QCOMPARE(painting.source().image.pixelColor(9, 9), QColor(200, 180, 40));
    QVERIFY(!painting.isModified());
}

void CrossViewWindowTest::theOtherDirectionOpensTheOtherView() {
    WindowFixture f;
    QVERIFY(f.window.files().openFile(strip_));
    const Painting& painting = f.window.painting();
    f.window.files().setStripTile(StripTile::Aerial);
    QCOMPARE(painting.palette().nameOf(painting.labels().at(9, 9)), QStringLiteral("ground"));
    QCOMPARE(painting.source().image.pixelColor(9, 9), QColor(60, 90, 200));
    // What was painted on it is not lost unasked.
    f.window.painting().apply({FillAll{}, 0, {}});
    answerNext(QMessageBox::Cancel);
    f.window.files().setStripTile(StripTile::Ground);
    QCOMPARE(f.window.files().stripTile(), StripTile::Aerial);
    QVERIFY(painting.isModified());
}

void CrossViewWindowTest::savesAndOpensTheSource() {
    WindowFixture f;
    QVERIFY(f.window.files().openFile(strip_));
    const SourcePhoto source = f.window.painting().source();
    const QString file = files_.filePath(QStringLiteral("saved.png"));
    QVERIFY(f.window.files().saveTo(file));
    f.reset();
    QVERIFY(f.window.painting().source().image.isNull());
    QVERIFY(f.window.files().openFile(file));
    QCOMPARE(f.window.painting().source(), source);
}

void CrossViewWindowTest::otherLabelsKeepTheSource() {
    WindowFixture f;
    QVERIFY(f.window.files().openFile(strip_));
    const SourcePhoto source = f.window.painting().source();
    const Palette palette = f.window.painting().palette();
    const QString same = files_.filePath(QStringLiteral("same.png"));
    writeLabels(LabelMap(256, 256, 3), palette, same, LabelFormat::Colors);
    QVERIFY(f.window.files().openFile(same));
    QCOMPARE(f.window.painting().source(), source);
    const QString smaller = files_.filePath(QStringLiteral("smaller.png"));
    writeLabels(LabelMap(64, 64, 3), palette, smaller, LabelFormat::Colors);
    QVERIFY(f.window.files().openFile(smaller));
    QVERIFY(f.window.painting().source().image.isNull());
}

void CrossViewWindowTest::pickedViewpointsOpen() {
    WindowFixture f(model_);
    QVERIFY(QTest::qWaitFor([&] { return f.window.renders().model().has_value(); }, kPatience));
    f.window.workspaces().choose(kWorkspace);
    QVERIFY(f.window.files().openFile(strip_));
    ViewpointStrip& views = f.window.crossView().strip();
    const SourcePhoto source = f.window.painting().source();
    views.add({LabelMap(256, 256, 5), f.window.painting().palette(), QStringLiteral("garden")});
    QTest::mouseClick(views.tiles()[0], Qt::LeftButton);
    QCOMPARE(f.at(7, 7), uint16_t{5});
    QCOMPARE(f.window.painting().source(), source);
    QCOMPARE(f.window.files().documentName(), QStringLiteral("garden"));
    QVERIFY(f.window.painting().fileName().isEmpty());
}

void CrossViewWindowTest::pickingAsksAboutUnsavedWork() {
    WindowFixture f(model_);
    QVERIFY(QTest::qWaitFor([&] { return f.window.renders().model().has_value(); }, kPatience));
    f.window.workspaces().choose(kWorkspace);
    QVERIFY(f.window.files().openFile(strip_));
    ViewpointStrip& views = f.window.crossView().strip();
    views.add({LabelMap(256, 256, 5), f.window.painting().palette(), QStringLiteral("garden")});
    f.window.painting().apply({FillAll{}, 2, {}});
    answerNext(QMessageBox::Cancel);
    QTest::mouseClick(views.tiles()[0], Qt::LeftButton);
    QCOMPARE(f.at(7, 7), uint16_t{2});
}

void CrossViewWindowTest::brokenMapsAreNamed() {
    WindowFixture f;
    f.window.crossView().addViewpoints(
        {strip_, files_.filePath(QStringLiteral("none.png")), model_});
    QCOMPARE(f.window.crossView().strip().count(), 1);
    QVERIFY(f.window.notices().text().contains(QStringLiteral("none.png")));
    QVERIFY(f.window.notices().text().contains(QStringLiteral("translating.safetensors")));
}

void CrossViewWindowTest::realStripsAreTranslated() {
    const QDir data(QStringLiteral(TESSERA_SHARED "/data/crossview/dayton/test"));
    const QString model = findResource(QStringLiteral("models/crossview.safetensors"));
    QStringList strips;
    for (const QString& name : data.entryList({QStringLiteral("*.png")}).mid(0, 3)) {
        strips << data.filePath(name);
    }
    if (strips.size() < 3 || model.isEmpty()) {
        QSKIP("the Dayton strips or the cross-view model are not at hand");
    }
    WindowFixture f(model);
    QVERIFY(QTest::qWaitFor([&] { return f.window.renders().model().has_value(); }, kPatience));
    f.window.workspaces().choose(kWorkspace);
    QVERIFY(f.window.files().openFile(strips[0]));
    QVERIFY(waitForPhoto(f));
    ViewpointStrip& views = f.window.crossView().strip();
    QSignalSpy completed(&views, &ViewpointStrip::completed);
    f.window.crossView().addViewpoints(strips);
    QVERIFY(completed.wait(kPatience));
    QCOMPARE(views.sheet().size(), QSize(5 * 8 + 4 * 256, 3 * 8 + 2 * 256));
}

QTEST_MAIN(CrossViewWindowTest)
#include "cross_view_window_test.moc"
