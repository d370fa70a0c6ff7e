// Many styles of one painting: drawn, picked, undone, exported.
#include "ui/style/many_styles.h"

#include <QPushButton>
#include <QSignalSpy>

#include "core/images/image_files.h"
#include "tests/core/testing.h"
#include "tests/ui/panel_testing.h"
#include "tests/ui/renders_testing.h"
#include "ui/inspect/picture_tile.h"
#include "ui/style/style_model.h"
#include "ui/style/style_panel.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

struct ManyFixture {
    ManyFixture() : panel(renders) {
        painting.reset(landscape());
        panel.setPainting(&painting);
    }
    ~ManyFixture() { delete panel.many(); }

    ManyStyles& open() {
        panel.showMany();
        return *panel.many();
    }

    bool drawAll() {
        return QTest::qWaitFor([this] { return panel.many()->isComplete(); }, kPatience);
    }

    RenderService renders;
    Painting painting;
    StylePanel panel;
};

}  // namespace

class ManyStylesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void init() { QSettings().clear(); }
    void drawsAsManyAsAreAskedFor();
    void pickingIsOneUndoableStep();
    void othersAreRolled();
    void followsTheLabels();
    void needsAModelWithStyles();
    void writesASheet();

private:
    QTemporaryDir folder_;
};

void ManyStylesTest::drawsAsManyAsAreAskedFor() {
    ManyFixture f;
    openTinyModel(f.renders, folder_);
    ManyStyles& many = f.open();
    QCOMPARE(many.tiles().size(), 9);
    QVERIFY(many.tiles()[0]->isChecked());
    QVERIFY(f.drawAll());
    QVERIFY(sameLook(many.styles()[0], f.painting.style()));
    QCOMPARE(many.tiles()[3]->picture().size(), QSize(32, 24));
    QVERIFY(many.tiles()[3]->picture() != many.tiles()[4]->picture());
    many.setCount(16);
    QCOMPARE(many.tiles().size(), 16);
    QVERIFY(f.drawAll());
}

void ManyStylesTest::pickingIsOneUndoableStep() {
    ManyFixture f;
    openTinyModel(f.renders, folder_);
    ManyStyles& many = f.open();
    const Style before = f.painting.style();
    QTest::mouseClick(many.tiles()[5], Qt::LeftButton);
    QVERIFY(sameLook(f.painting.style(), many.styles()[5]));
    QVERIFY(!f.painting.style().styleName.isEmpty());
    QVERIFY(many.tiles()[5]->isChecked() && !many.tiles()[0]->isChecked());
    QCOMPARE(f.painting.history().size(), 2);
    QTest::mouseClick(many.tiles()[5], Qt::LeftButton);  // again: nothing changes
    QVERIFY(many.tiles()[5]->isChecked());
    QCOMPARE(f.painting.history().size(), 2);
    f.painting.undo();
    QCOMPARE(f.painting.style(), before);
    QVERIFY(!many.tiles()[5]->isChecked() && many.tiles()[0]->isChecked());
}

void ManyStylesTest::othersAreRolled() {
    ManyFixture f;
    openTinyModel(f.renders, folder_);
    ManyStyles& many = f.open();
    QTest::mouseClick(many.tiles()[2], Qt::LeftButton);
    const std::vector<Style> before = many.styles();
    QTest::mouseClick(buttonWithText<QPushButton>(many, QStringLiteral("Roll others")),
                      Qt::LeftButton);
    QVERIFY(sameLook(many.styles()[0], before[2]));
    QVERIFY(!sameLook(many.styles()[2], before[2]));
}

void ManyStylesTest::followsTheLabels() {
    ManyFixture f;
    openTinyModel(f.renders, folder_);
    ManyStyles& many = f.open();
    many.setCount(4);
    QVERIFY(f.drawAll());
    const QImage before = many.tiles()[1]->picture();
    const std::vector<Style> styles = many.styles();
    QSignalSpy completed(&many, &ManyStyles::completed);
    f.painting.apply(rectangle({0, 0, 20, 24}, 2));
    QVERIFY(completed.wait(kPatience));
    QVERIFY(many.tiles()[1]->picture() != before);
    QCOMPARE(many.styles(), styles);
}

void ManyStylesTest::needsAModelWithStyles() {
    ManyFixture f;
    f.panel.showMany();
    QVERIFY(f.panel.many() == nullptr);
    openTinyModel(f.renders, folder_, {false, false});
    f.panel.showMany();
    QVERIFY(f.panel.many() == nullptr);
    openTinyPublished(f.renders, folder_, QStringLiteral("sean"));
    ManyStyles& many = f.open();  // textures alone
    QCOMPARE(many.tiles().size(), 9);
    QCOMPARE(many.styles()[4].styleSeed, f.painting.style().styleSeed);
    QVERIFY(many.styles()[4].noiseSeed != f.painting.style().noiseSeed);
}

void ManyStylesTest::writesASheet() {
    ManyFixture f;
    openTinyModel(f.renders, folder_);
    ManyStyles& many = f.open();
    many.setCount(4);
    auto* button = buttonWithText<QPushButton>(many, QStringLiteral("Export the sheet…"));
    QVERIFY(!button->isEnabled());
    QVERIFY(f.drawAll());
    QVERIFY(button->isEnabled());
    const QString file = folder_.filePath(QStringLiteral("sheet.png"));
    many.writeSheet(file);
    const QImage sheet = readImage(file);
    QCOMPARE(sheet.size(), QSize(3 * 8 + 2 * 32, 3 * 8 + 2 * 24));
    QCOMPARE(sheet.copy(8 + 40, 8, 32, 24).convertToFormat(QImage::Format_RGB888),
             many.tiles()[1]->picture());
    QVERIFY_THROWS(many.writeSheet(folder_.filePath(QStringLiteral("none/sheet.png"))),
                   QLatin1String("there is no folder"));
}

QTEST_MAIN(ManyStylesTest)
#include "many_styles_test.moc"
