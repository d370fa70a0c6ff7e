// The strip: drawn from one source, again where that changes, picked, removed, exported.
#include "ui/crossview/viewpoint_strip.h"

#include <QLabel>
#include <QSignalSpy>
#include <QToolButton>

#include "core/images/image_files.h"
#include "tests/core/testing.h"
#include "tests/ui/panel_testing.h"
#include "tests/ui/renders_testing.h"
#include "ui/inspect/picture_tile.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

SourcePhoto source(QSize size, const QColor& color) {
    QImage image(size, QImage::Format_RGB888);
    image.fill(color);
    for (int i = 0; i < size.height(); ++i) {  // norms take plain colours out
        image.setPixelColor(i, i, color.lighter());
        image.setPixelColor(size.width() - 1, i, color.darker());
    }
    return {image, color.name()};
}

Viewpoint viewpoint(const char* name, int horizon, QSize size = {32, 24}) {
    const PaintingData data = landscape();
    LabelMap labels(size, 1);
    for (int y = horizon; y < size.height(); ++y) {
        std::fill_n(labels.writableScanLine(y), size.width(), uint16_t{0});
    }
    return {labels, data.palette, QString::fromLatin1(name)};
}

struct StripFixture {
    StripFixture() : strip(painting, renders) {
        painting.reset(landscape());
        strip.resize(700, 240);
        strip.show();
    }

    bool drawAll() {
        QSignalSpy completed(&strip, &ViewpointStrip::completed);
        return completed.wait(kPatience);
    }

    RenderService renders;
    Painting painting;
    ViewpointStrip strip;
};

}  // namespace

class ViewpointStripTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void drawsEveryMapFromTheSource();
    void drawsAgainWhatChanged();
    void saysWhatIsMissing();
    void saysWhichMapDoesNotFit();
    void clicksPickAndDeleteRemoves();
    void writesASheet();

private:
    void openTranslating(RenderService& renders) {
        openTinyModel(renders, folder_, {true, false, true, true});
    }

    QTemporaryDir folder_;
};

void ViewpointStripTest::drawsEveryMapFromTheSource() {
    StripFixture f;
    openTranslating(f.renders);
    f.painting.setSource(source({32, 24}, Qt::red), {});
    f.strip.add(viewpoint("low", 4));
    f.strip.add(viewpoint("high", 20));
    f.strip.add(viewpoint("low again", 4));  // the same labels
    QCOMPARE(f.strip.count(), 2);
    QVERIFY(!f.strip.isComplete());
    QVERIFY(f.drawAll());
    QCOMPARE(f.strip.tiles().size(), 2);
    QCOMPARE(f.strip.tiles()[0]->caption(), QStringLiteral("low"));
    const QImage sheet = f.strip.sheet();
    QCOMPARE(sheet.size(), QSize(4 * 8 + 3 * 32, 3 * 8 + 2 * 24));
    // The photo is what the renderer makes of that map, style and source.
    PaintingData data = f.painting.data();
    data.labels = viewpoint("high", 20).labels;
    QSignalSpy photos(&f.renders, &RenderService::rendered);
    f.renders.request(RenderInput::of(data, 1));
    QVERIFY(photos.wait(kPatience));
    QCOMPARE(sheet.copy(8 + 2 * 40, 8 + 32, 32, 24),
             photos.last().first().value<RenderedPhoto>().image);
}

void ViewpointStripTest::drawsAgainWhatChanged() {
    StripFixture f;
    openTranslating(f.renders);
    f.painting.setSource(source({32, 24}, Qt::red), {});
    f.strip.add(viewpoint("low", 4));
    QVERIFY(f.drawAll());
    const QImage red = f.strip.sheet();
    f.painting.setSource(source({32, 24}, Qt::blue), {});
    QVERIFY(f.drawAll());
    const QRect photo(8 + 40, 8 + 32, 32, 24);
    QVERIFY(f.strip.sheet().copy(photo) != red.copy(photo));
    f.painting.undo();
    QVERIFY(f.drawAll());
    QCOMPARE(f.strip.sheet(), red);
    // Another map is drawn alone; a hidden strip draws nothing.
    QSignalSpy previews(&f.renders, &RenderService::previewed);
    f.strip.add(viewpoint("high", 20));
    QVERIFY(f.drawAll());
    QCOMPARE(previews.size(), 1);
    f.strip.hide();
    f.painting.setSource(source({32, 24}, Qt::green), {});
    QCoreApplication::processEvents();
    QCOMPARE(previews.size(), 1);
    f.strip.show();
    QVERIFY(f.drawAll());
    QCOMPARE(previews.size(), 3);
}

void ViewpointStripTest::saysWhatIsMissing() {
    StripFixture f;
    const auto says = [&](const char* text) {
        for (const QLabel* label : f.strip.findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(QLatin1String(text))) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY(says("No model is open"));
    openTinyModel(f.renders, folder_);
    QTRY_VERIFY(says("translates no source photo"));
    openTranslating(f.renders);
    QTRY_VERIFY(says("Add label maps"));
    f.strip.add(viewpoint("low", 4));
    QVERIFY(says("Choose a source photo"));
    QVERIFY(!controlNamed<QToolButton>(f.strip, QStringLiteral("Export the strip"))->isEnabled());
}

void ViewpointStripTest::saysWhichMapDoesNotFit() {
    StripFixture f;
    openTranslating(f.renders);
    f.painting.setSource(source({32, 24}, Qt::red), {});
    f.strip.add(viewpoint("small", 4, {16, 16}));
    f.strip.add(viewpoint("low", 4));
    QTRY_VERIFY_WITH_TIMEOUT(
        f.strip.tiles()[0]->caption().contains(QStringLiteral("32 x 24, the labels are 16 x 16")),
        kPatience);
    QVERIFY(!f.strip.isComplete());
}

void ViewpointStripTest::clicksPickAndDeleteRemoves() {
    StripFixture f;
    openTranslating(f.renders);
    f.strip.add(viewpoint("low", 4));
    f.strip.add(viewpoint("high", 20));
    QString picked;
    connect(
        &f.strip, &ViewpointStrip::picked, this, [&](const Viewpoint& one) { picked = one.name; });
    QTest::mouseClick(f.strip.tiles()[1], Qt::LeftButton);
    QCOMPARE(picked, QStringLiteral("high"));
    QTest::keyClick(f.strip.tiles()[0], Qt::Key_Delete);
    QCOMPARE(f.strip.count(), 1);
    QCOMPARE(f.strip.tiles()[0]->caption(), QStringLiteral("high"));
    f.strip.clear();
    QCOMPARE(f.strip.tiles().size(), 0);
}

void ViewpointStripTest::writesASheet() {
    StripFixture f;
    openTranslating(f.renders);
    f.painting.setSource(source({32, 24}, Qt::red), {});
    f.strip.add(viewpoint("low", 4));
    QVERIFY(f.drawAll());
    const QString file = folder_.filePath(QStringLiteral("strip.png"));
    f.strip.writeSheet(file);
    QCOMPARE(readImage(file).convertToFormat(QImage::Format_RGB888), f.strip.sheet());
    QVERIFY_THROWS(f.strip.writeSheet(folder_.filePath(QStringLiteral("none/strip.png"))),
                   QLatin1String("there is no folder"));
}

QTEST_MAIN(ViewpointStripTest)
#include "viewpoint_strip_test.moc"
