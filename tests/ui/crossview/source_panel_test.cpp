// The source photo: chosen, refused, fitted, removed, undone, and why a model has none.
#include "ui/crossview/source_panel.h"

#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

#include "tests/ui/panel_testing.h"
#include "tests/ui/renders_testing.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

struct SourceFixture {
    SourceFixture() : panel(painting, renders) {
        painting.reset(landscape());
        panel.resize(400, 600);
        panel.show();
    }

    QPushButton* button(const char* text) {
        return buttonWithText<QPushButton>(panel, QString::fromUtf8(text));
    }

    RenderService renders;
    Painting painting;
    SourcePanel panel;
};

}  // namespace

class SourcePanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void saysWhatTheModelLacks();
    void takesAPhoto();
    void refusesAnotherSizeAndOffersToFitIt();
    void saysWhatIsNoPhoto();
    void offersToFitWhatStoppedFitting();
    void takesWhatIsDropped();
    void theSwitchAsksFirst();

private:
    QString photo(const char* name, QSize size, const QColor& color = Qt::red) {
        QImage image(size, QImage::Format_RGB888);
        image.fill(color);
        const QString file = folder_.filePath(QLatin1String(name));
        image.save(file);
        return file;
    }

    void openTranslating(RenderService& renders) {
        openTinyModel(renders, folder_, {true, false, true, true});
    }

    QTemporaryDir folder_;
};

void SourcePanelTest::saysWhatTheModelLacks() {
    SourceFixture f;
    QVERIFY(f.panel.problem().contains(QStringLiteral("No model is open")));
    openTinyModel(f.renders, folder_);
    QVERIFY(f.panel.problem().contains(QStringLiteral("Tiny model translates no source photo")));
    QVERIFY(!f.button("Open a photo…")->isEnabled());
    QVERIFY(f.button("Open a photo…")->toolTip().contains(QStringLiteral("Tiny model")));
    openTranslating(f.renders);
    QVERIFY(f.button("Open a photo…")->isEnabled());
    QCOMPARE(f.panel.problem(), QStringLiteral("Choose the photo of the other view."));
}

void SourcePanelTest::takesAPhoto() {
    SourceFixture f;
    openTranslating(f.renders);
    f.panel.takeFile(photo("above.png", {32, 24}));
    QCOMPARE(f.painting.source().name, QStringLiteral("above"));
    QCOMPARE(f.painting.source().image.size(), QSize(32, 24));
    QCOMPARE(f.painting.undoName(), QStringLiteral("Source: above"));
    QVERIFY(f.panel.problem().isEmpty());
    f.painting.undo();
    QVERIFY(f.painting.source().image.isNull());
    QVERIFY(!f.panel.problem().isEmpty());
    f.painting.redo();
    QTest::mouseClick(f.button("Remove"), Qt::LeftButton);
    QVERIFY(f.painting.source().image.isNull());
    f.painting.undo();
    QCOMPARE(f.painting.source().name, QStringLiteral("above"));
}

void SourcePanelTest::refusesAnotherSizeAndOffersToFitIt() {
    SourceFixture f;
    openTranslating(f.renders);
    QVERIFY(!f.button("Scale and crop")->isVisible());
    f.panel.takeFile(photo("large.png", {90, 90}));
    QVERIFY(f.painting.source().image.isNull());
    QCOMPARE(f.panel.problem(), QStringLiteral("large is 90 × 90, the painting 32 × 24."));
    QTest::mouseClick(f.button("Scale and crop"), Qt::LeftButton);
    QCOMPARE(f.painting.source().image.size(), QSize(32, 24));
    QCOMPARE(f.painting.source().name, QStringLiteral("large"));
    QVERIFY(f.panel.problem().isEmpty());
    QVERIFY(!f.button("Scale and crop")->isVisible());
}

void SourcePanelTest::saysWhatIsNoPhoto() {
    SourceFixture f;
    openTranslating(f.renders);
    f.panel.takeFile(photo("above.png", {32, 24}));
    f.panel.takeFile(folder_.filePath(QStringLiteral("missing.png")));
    QVERIFY(f.panel.problem().contains(QStringLiteral("missing.png: there is no such file")));
    QCOMPARE(f.painting.source().name, QStringLiteral("above"));  // stays
}

void SourcePanelTest::offersToFitWhatStoppedFitting() {
    SourceFixture f;
    openTranslating(f.renders);
    PaintingData data = landscape();
    data.source = {QImage(20, 20, QImage::Format_RGB888), QStringLiteral("old")};
    data.source.image.fill(Qt::blue);
    f.painting.reset(data);
    QCOMPARE(f.panel.problem(),
             QStringLiteral("The source photo is 20 × 20, the painting 32 × 24."));
    f.panel.fit();
    QCOMPARE(f.painting.source().image.size(), QSize(32, 24));
    QCOMPARE(f.painting.source().image.pixelColor(5, 5), QColor(Qt::blue));
}

void SourcePanelTest::takesWhatIsDropped() {
    SourceFixture f;
    openTranslating(f.renders);
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(photo("dropped.png", {32, 24}))});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&f.panel, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&f.panel, &drop);
    QCOMPARE(f.painting.source().name, QStringLiteral("dropped"));
}

void SourcePanelTest::theSwitchAsksFirst() {
    SourceFixture f;
    openTranslating(f.renders);
    QSignalSpy chosen(&f.panel, &SourcePanel::paintedChosen);
    auto* aerial = buttonWithText<QToolButton>(f.panel, QStringLiteral("Ground to aerial"));
    QTest::mouseClick(aerial, Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().value<StripTile>(), StripTile::Aerial);
    f.panel.setPainted(StripTile::Ground);  // not now
    QVERIFY(!aerial->isChecked());
}

QTEST_MAIN(SourcePanelTest)
#include "source_panel_test.moc"
