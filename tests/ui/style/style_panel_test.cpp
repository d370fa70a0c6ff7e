// Styles: the die, photos, thumbnails, keeping, undo, and what a model cannot do.
#include "ui/style/style_panel.h"

#include <QPushButton>
#include <QSignalSpy>

#include "tests/ui/panel_testing.h"
#include "tests/ui/renders_testing.h"
#include "ui/style/style_delegate.h"
#include "ui/style/style_list.h"
#include "ui/style/style_model.h"

using namespace tessera;
using namespace tessera::ui;

namespace {

struct StyleFixture {
    StyleFixture() : panel(renders) {
        painting.reset(landscape());
        panel.setPainting(&painting);
        panel.resize(280, 320);
        panel.show();
        list = panel.findChild<StyleList*>();
        die = buttonWithText<QPushButton>(panel, QStringLiteral("New style"));
        fromPhoto = buttonWithText<QPushButton>(panel, QStringLiteral("From a photo…"));
    }

    bool hasThumbnail(int row) const {
        return !list->model()
                    ->index(row, 0)
                    .data(StyleModel::ThumbnailRole)
                    .value<QImage>()
                    .isNull();
    }
    bool isKept(int row) const {
        return list->model()->index(row, 0).data(StyleModel::KeptRole).toBool();
    }
    bool isCurrent(int row) const {
        return list->model()->index(row, 0).data(StyleModel::CurrentRole).toBool();
    }
    void clickPin(int row) const {
        const QRect cell = list->visualRect(list->model()->index(row, 0));
        QTest::mouseClick(
            list->viewport(), Qt::LeftButton, {}, StyleDelegate::pinRect(cell).center());
    }

    RenderService renders;
    Painting painting;
    StylePanel panel;
    StyleList* list;
    QPushButton* die;
    QPushButton* fromPhoto;
};

}  // namespace

class StylePanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void init() { QSettings().clear(); }
    void dieRollsBothSeeds();
    void modifiersKeepOne_data();
    void modifiersKeepOne();
    void rollIsUndone();
    void offWithoutAModel();
    void offWhereTheModelCannot();
    void takesTheStyleOfAPhoto();
    void regionsTakePhotosOfTheirOwn();
    void aStyleFromPhotosIsNotRolled();
    void saysWhyAPhotoFails();
    void anEarlierPhotoIsForgotten();
    void drawsThumbnails();
    void clickUsesAStyle();
    void recentStylesAreFew();
    void keptStylesStay();
    void namesAStyle();
    void otherVectorsAreNotUsable();

private:
    QString photoFile() {
        QImage photo(48, 40, QImage::Format_RGB888);
        photo.fill(QColor(90, 140, 200));
        const QString file = folder_.filePath(QStringLiteral("evening.png"));
        photo.save(file);
        return file;
    }

    QTemporaryDir folder_;
};

void StylePanelTest::dieRollsBothSeeds() {
    StyleFixture f;
    openTinyModel(f.renders, folder_);
    const Style before = f.painting.style();
    QTest::mouseClick(f.die, Qt::LeftButton);
    QVERIFY(f.painting.style().styleSeed != before.styleSeed);
    QVERIFY(f.painting.style().noiseSeed != before.noiseSeed);
    QVERIFY(f.painting.style().vector.empty());
    QVERIFY(!f.painting.style().styleName.isEmpty());
}

void StylePanelTest::modifiersKeepOne_data() {
    QTest::addColumn<Qt::KeyboardModifier>("modifier");
    QTest::addColumn<bool>("styleStays");
    QTest::newRow("Ctrl") << Qt::ControlModifier << true;
    QTest::newRow("Shift") << Qt::ShiftModifier << false;
    QTest::newRow("Alt") << Qt::AltModifier << false;
}

void StylePanelTest::modifiersKeepOne() {
    QFETCH(Qt::KeyboardModifier, modifier);
    QFETCH(bool, styleStays);
    StyleFixture f;
    openTinyModel(f.renders, folder_);
    Style before = f.painting.style();
    before.vector = {0.1f, 0.2f, 0.3f, 0.4f};  // as from a photo
    f.painting.setStyle(before, QStringLiteral("photo"));
    QTest::mouseClick(f.die, Qt::LeftButton, modifier);
    const Style after = f.painting.style();
    QCOMPARE(after.vector == before.vector && after.styleSeed == before.styleSeed, styleStays);
    QCOMPARE(after.noiseSeed == before.noiseSeed, !styleStays);
    QVERIFY(styleStays || after.vector.empty());
}

void StylePanelTest::rollIsUndone() {
    StyleFixture f;
    openTinyModel(f.renders, folder_);
    const Style before = f.painting.style();
    QTest::mouseClick(f.die, Qt::LeftButton);
    const Style rolled = f.painting.style();
    QCOMPARE(f.painting.history().size(), 2);
    f.painting.undo();
    QCOMPARE(f.painting.style(), before);
    QVERIFY(f.isCurrent(1));
    f.painting.redo();
    QCOMPARE(f.painting.style(), rolled);
    QVERIFY(f.isCurrent(0));
    QVERIFY(!f.isCurrent(1));
}

void StylePanelTest::offWithoutAModel() {
    StyleFixture f;
    QVERIFY(!f.die->isEnabled());
    QVERIFY(!f.fromPhoto->isEnabled());
    QVERIFY(f.die->toolTip().contains(QStringLiteral("No model is open")));
    const Style before = f.painting.style();
    f.panel.roll();
    QCOMPARE(f.painting.style(), before);
}

void StylePanelTest::offWhereTheModelCannot() {
    StyleFixture f;
    openTinyModel(f.renders, folder_, {true, false});
    QVERIFY(f.die->isEnabled());
    QVERIFY(!f.fromPhoto->isEnabled());
    QVERIFY(f.fromPhoto->toolTip().contains(QStringLiteral("Tiny model")));
    QSignalSpy failed(&f.panel, &StylePanel::failed);
    f.panel.takeFromPhoto(photoFile());
    QCOMPARE(failed.size(), 1);

    QSignalSpy changed(&f.panel, &StylePanel::availabilityChanged);
    openTinyModel(f.renders, folder_, {false, false});
    QVERIFY(!f.die->isEnabled());
    QVERIFY(f.die->toolTip().contains(QStringLiteral("no style")));
    QVERIFY(!changed.isEmpty());
    openTinyModel(f.renders, folder_);
    QVERIFY(f.die->isEnabled() && f.fromPhoto->isEnabled());
    QVERIFY(f.die->toolTip().contains(QStringLiteral("Ctrl")));
}

void StylePanelTest::takesTheStyleOfAPhoto() {
    StyleFixture f;
    openTinyModel(f.renders, folder_);
    const quint32 noise = f.painting.style().noiseSeed;
    QSignalSpy changed(&f.painting, &Painting::styleChanged);
    f.panel.takeFromPhoto(photoFile());
    QVERIFY(changed.wait(kPatience));
    QCOMPARE(f.painting.style().vector.size(), size_t{4});
    QCOMPARE(f.painting.style().noiseSeed, noise);
    QCOMPARE(f.painting.style().styleName, QStringLiteral("evening"));
    QCOMPARE(f.painting.history().last(), QStringLiteral("Style: evening"));
    f.painting.undo();
    QVERIFY(f.painting.style().vector.empty());
}

void StylePanelTest::regionsTakePhotosOfTheirOwn() {
    StyleFixture f;
    openTinyPublished(f.renders, folder_, QStringLiteral("sean"));
    QSignalSpy changed(&f.painting, &Painting::styleChanged);
    f.panel.takeFromPhoto(photoFile());
    QVERIFY(changed.wait(kPatience));
    const std::vector<float> all = f.painting.style().vector;
    QCOMPARE(all.size(), size_t{12});  // three classes, codes of four
    QMap<QString, QString> photos = f.painting.style().regionPhotos;
    QVERIFY(photos.size() > 1);
    for (const QString& photo : std::as_const(photos)) {
        QCOMPARE(photo, QStringLiteral("evening"));
    }
    QImage red(48, 40, QImage::Format_RGB888);
    red.fill(QColor(230, 20, 10));
    for (int i = 0; i < 40; ++i) {
        red.setPixelColor(i, i, Qt::white);
    }
    const QString file = folder_.filePath(QStringLiteral("red.png"));
    QVERIFY(red.save(file));
    f.panel.takeFromPhoto(file, quint16{1});  // the sky
    QVERIFY(changed.wait(kPatience));
    const std::vector<float> after = f.painting.style().vector;
    QVERIFY(std::equal(all.begin(), all.begin() + 4, after.begin()));
    QVERIFY(!std::equal(all.begin() + 4, all.begin() + 8, after.begin() + 4));
    QCOMPARE(f.painting.style().styleName, QStringLiteral("sky: red"));
    photos[QStringLiteral("sky")] = QStringLiteral("red");
    QCOMPARE(f.painting.style().regionPhotos, photos);
    f.painting.undo();
    QCOMPARE(f.painting.style().vector, all);
}

void StylePanelTest::aStyleFromPhotosIsNotRolled() {
    StyleFixture f;
    openTinyPublished(f.renders, folder_, QStringLiteral("maskgan"));
    QVERIFY(!f.die->isEnabled());
    QVERIFY(f.die->toolTip().contains(QStringLiteral("from photos alone")));
    openTinyPublished(f.renders, folder_, QStringLiteral("sean"));
    Style style = f.painting.style();
    style.vector.assign(12, 0.5f);
    f.painting.setStyle(style, QStringLiteral("photo"));
    QTest::mouseClick(f.die, Qt::LeftButton);
    QCOMPARE(f.painting.style().vector, style.vector);
    QVERIFY(f.painting.style().noiseSeed != style.noiseSeed);
    openTinyPublished(f.renders, folder_, QStringLiteral("gaugan"));
    QVERIFY(!f.die->isEnabled() && !f.fromPhoto->isEnabled());
}

void StylePanelTest::saysWhyAPhotoFails() {
    StyleFixture f;
    openTinyModel(f.renders, folder_);
    QSignalSpy failed(&f.panel, &StylePanel::failed);
    f.panel.takeFromPhoto(folder_.filePath(QStringLiteral("missing.png")));
    QCOMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().toString().contains(QStringLiteral("missing.png")));
}

void StylePanelTest::anEarlierPhotoIsForgotten() {
    StyleFixture f;
    openTinyModel(f.renders, folder_);
    QSignalSpy encoded(&f.renders, &RenderService::styleEncoded);
    f.panel.takeFromPhoto(photoFile());
    f.painting.reset(landscape());  // another painting before the answer
    QVERIFY(encoded.wait(kPatience));
    QVERIFY(f.painting.style().vector.empty());
    QVERIFY(!f.painting.isModified());
}

void StylePanelTest::drawsThumbnails() {
    StyleFixture f;
    QCOMPARE(f.list->model()->rowCount(), 1);  // the painting's own
    openTinyModel(f.renders, folder_);
    QTRY_VERIFY_WITH_TIMEOUT(f.hasThumbnail(0), kPatience);
    QTest::mouseClick(f.die, Qt::LeftButton);
    QCOMPARE(f.list->model()->rowCount(), 2);
    QTRY_VERIFY_WITH_TIMEOUT(f.hasThumbnail(0) && f.hasThumbnail(1), kPatience);
    const auto thumbnail = [&](int row) {
        return f.list->model()->index(row, 0).data(StyleModel::ThumbnailRole).value<QImage>();
    };
    QVERIFY(thumbnail(0) != thumbnail(1));
    QCOMPARE(thumbnail(0).size(), QSize(32, 24));
    // The labels change: drawn anew once they rest.
    const QImage before = thumbnail(1);
    f.painting.apply(rectangle({0, 0, 20, 24}, 2));
    QTRY_VERIFY_WITH_TIMEOUT(thumbnail(1) != before, kPatience);
}

void StylePanelTest::clickUsesAStyle() {
    StyleFixture f;
    openTinyModel(f.renders, folder_);
    const Style first = f.painting.style();
    f.panel.roll();
    f.panel.roll();
    QCOMPARE(f.list->model()->rowCount(), 3);  // newest first
    clickRow(*f.list, 2);
    QVERIFY(sameLook(f.painting.style(), first));
    QCOMPARE(f.list->model()->rowCount(), 3);
    f.painting.undo();
    QVERIFY(!sameLook(f.painting.style(), first));
    QTest::keyClick(f.list, Qt::Key_Return);  // by the keyboard
    QVERIFY(sameLook(f.painting.style(), first));
}

void StylePanelTest::recentStylesAreFew() {
    StyleFixture f;
    openTinyModel(f.renders, folder_);
    for (int i = 0; i < 10; ++i) {
        f.panel.roll();
    }
    QCOMPARE(f.list->model()->rowCount(), StyleModel::kRecent);
    QVERIFY(f.isCurrent(0));
    f.painting.reset(landscape());
    QCOMPARE(f.list->model()->rowCount(), 1);
}

void StylePanelTest::keptStylesStay() {
    Style kept;
    {
        StyleFixture f;
        openTinyModel(f.renders, folder_);
        f.panel.roll();
        kept = f.painting.style();
        kept.vector = {0.1F, 0.2F, 1.0F / 3, 1e30F};
        kept.regionPhotos = {{QStringLiteral("sky"), QStringLiteral("evening")}};
        f.painting.setStyle(kept, QStringLiteral("photo"));
        f.clickPin(0);
        QVERIFY(f.isKept(0));
        QVERIFY(!f.isKept(1));
        QVERIFY(sameLook(f.painting.style(), kept));  // the pin does not use it
        for (int i = 0; i < 10; ++i) {
            f.panel.roll();
        }
        QCOMPARE(f.list->model()->rowCount(), StyleModel::kRecent + 1);
        QVERIFY(f.isKept(0));
    }
    StyleFixture later;  // another start of the program
    QCOMPARE(later.list->model()->rowCount(), 2);
    QVERIFY(later.isKept(0));
    openTinyModel(later.renders, folder_);
    clickRow(*later.list, 0);
    QCOMPARE(later.painting.style(), kept);
    // Let go: one of the recent ones again, and gone at the next start.
    QTest::keyClick(later.list, Qt::Key_K);
    QVERIFY(!later.isKept(0));
    later.painting.reset(landscape());
    QCOMPARE(later.list->model()->rowCount(), 1);
}

void StylePanelTest::namesAStyle() {
    StyleModel model;
    model.reset(QStringLiteral("tiny/other"));  // a name with a slash
    model.setCurrent({{}, 3, 4, QStringLiteral("Style 1")});
    QVERIFY(model.setData(model.index(0), QStringLiteral("  morning "), Qt::EditRole));
    QCOMPARE(model.index(0).data().toString(), QStringLiteral("morning"));
    QVERIFY(!model.setData(model.index(0), QStringLiteral("  "), Qt::EditRole));
    model.setKept(0, true);
    StyleModel again;
    again.reset(QStringLiteral("tiny/other"));
    QCOMPARE(again.index(0).data().toString(), QStringLiteral("morning"));
    again.reset(QStringLiteral("tiny"));
    QCOMPARE(again.rowCount(), 0);
}

void StylePanelTest::otherVectorsAreNotUsable() {
    StyleModel model;
    model.reset(QStringLiteral("tiny"));
    model.setStyleLength(4);
    model.setCurrent({{1, 2, 3, 4}, 0, 4, {}});
    model.setCurrent({{1, 2, 3}, 0, 4, {}});
    QVERIFY(!model.index(0).data(StyleModel::UsableRole).toBool());
    QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsEnabled));
    QVERIFY(model.index(1).data(StyleModel::UsableRole).toBool());
    model.setStyleLength(3);
    QVERIFY(model.index(0).data(StyleModel::UsableRole).toBool());
}

QTEST_MAIN(StylePanelTest)
#include "style_panel_test.moc"
