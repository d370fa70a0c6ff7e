// The live photo, its window, the history list, the new-painting dialog and the first tip.
#include <QComboBox>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

#include "core/palette/palette_library.h"
#include "tests/ui/panel_testing.h"
#include "ui/change/class_combo.h"
#include "ui/photo/first_tip.h"
#include "ui/photo/floating_photo.h"
#include "ui/photo/history_model.h"
#include "ui/photo/history_panel.h"
#include "ui/photo/new_painting_dialog.h"
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
    void historyGoesThere();
    void historyByKeys();
    void historyMarksWhatIsUndone();
    void newPaintingPresets();
    void newPaintingCustomSize();
    void newPaintingPaletteAndClass();
    void tipGoesAway_data();
    void tipGoesAway();

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

struct HistoryFixture {
    HistoryFixture() {
        painting.reset(townPainting());
        painting.applyWhole(rectangle({0, 0, 5, 5}, 1), QStringLiteral("Brush: tree"));
        painting.applyWhole(rectangle({5, 0, 5, 5}, 2), QStringLiteral("Fill: sky"));
        painting.applyWhole(rectangle({9, 0, 5, 5}, 3), QStringLiteral("Lasso: road"));
        panel.setPainting(&painting);
        panel.resize(240, 300);
        panel.show();
        list = controlNamed<QListView>(panel, QStringLiteral("History"));
    }

    Painting painting;
    HistoryPanel panel;
    QListView* list;
};

void PhotoTest::historyGoesThere() {
    HistoryFixture f;
    QCOMPARE(rowTexts(*f.list).mid(0, 3), QStringList({"Lasso: road", "Fill: sky", "Brush: tree"}));
    QCOMPARE(f.list->currentIndex().row(), 0);
    clickRow(*f.list, 2);
    QCOMPARE(f.painting.historyPosition(), 1);
    QCOMPARE(f.painting.labels().at(2, 2), uint16_t{1});
    QCOMPARE(f.painting.labels().at(7, 2), uint16_t{0});
    clickRow(*f.list, 0);
    QCOMPARE(f.painting.historyPosition(), 3);
    f.painting.undo();
    QCOMPARE(f.list->currentIndex().row(), 1);
    f.painting.applyWhole(rectangle({0, 9, 5, 5}, 4), QStringLiteral("Brush: car"));
    QCOMPARE(rowTexts(*f.list).first(), QStringLiteral("Brush: car"));
    QCOMPARE(f.list->currentIndex().row(), 0);
}

void PhotoTest::historyByKeys() {
    HistoryFixture f;
    QTest::keyClick(f.list, Qt::Key_Down);
    QCOMPARE(f.painting.historyPosition(), 2);
    QTest::keyClick(f.list, Qt::Key_End);
    QCOMPARE(f.painting.historyPosition(), 0);
    QTest::keyClick(f.list, Qt::Key_Up);
    QCOMPARE(f.painting.historyPosition(), 1);
}

void PhotoTest::historyMarksWhatIsUndone() {
    HistoryFixture f;
    f.painting.goTo(1);
    const auto undone = [&](int row) {
        return f.list->model()->index(row, 0).data(HistoryModel::UndoneRole).toBool();
    };
    QVERIFY(undone(0) && undone(1) && !undone(2) && !undone(3));
    QVERIFY(f.list->model()->index(2, 0).data(HistoryModel::CurrentRole).toBool());
}

void PhotoTest::newPaintingPresets() {
    const PaletteLibrary library = PaletteLibrary::load(folder_.path());
    NewPaintingDialog dialog(library, QStringLiteral("scenes"));
    auto* preset = dialog.findChildren<QComboBox*>().first();
    QStringList texts;
    for (int i = 0; i < preset->count(); ++i) {
        texts << preset->itemText(i);
    }
    QCOMPARE(texts.mid(0, 4), QStringList({"256 × 256", "512 × 512", "768 × 512", "1024 × 1024"}));
    QTest::keyClick(preset, Qt::Key_Home);
    QTest::keyClick(preset, Qt::Key_Down);
    QTest::keyClick(preset, Qt::Key_Down);
    QCOMPARE(dialog.pictureSize(), QSize(768, 512));
    const PaintingData data = dialog.painting();
    QCOMPARE(data.labels, LabelMap(768, 512, 0));
    QCOMPARE(data.palette.id(), QStringLiteral("scenes"));
}

void PhotoTest::newPaintingCustomSize() {
    const PaletteLibrary library = PaletteLibrary::load(folder_.path());
    {
        NewPaintingDialog dialog(library, QStringLiteral("scenes"));
        auto* width = controlNamed<QSpinBox>(dialog, QStringLiteral("Width"));
        width->selectAll();
        QTest::keyClicks(width, QStringLiteral("333"));
        QTest::keyClick(width, Qt::Key_Tab);
        QCOMPARE(dialog.pictureSize().width(), 333);
        const auto* preset = controlNamed<QComboBox>(dialog, QStringLiteral("Size"));
        QCOMPARE(preset->currentText(), QStringLiteral("Custom"));
        dialog.accept();
    }
    const NewPaintingDialog again(library, QStringLiteral("scenes"));
    QCOMPARE(again.pictureSize().width(), 333);  // remembered
}

void PhotoTest::newPaintingPaletteAndClass() {
    const PaletteLibrary library = PaletteLibrary::load(folder_.path());
    NewPaintingDialog dialog(library, QStringLiteral("scenes"));
    auto* palette = controlNamed<QComboBox>(dialog, QStringLiteral("Palette"));
    auto* fill = controlNamed<ClassCombo>(dialog, QStringLiteral("First class"));
    palette->setCurrentIndex(palette->findData(QStringLiteral("facades")));
    QCOMPARE(dialog.painting().palette.id(), QStringLiteral("facades"));
    QCOMPARE(fill->count(), library.find(QStringLiteral("facades")).size() + 1);
    fill->setLabel(3);
    QCOMPARE(dialog.painting().labels.at(0, 0), uint16_t{3});
    fill->setLabel(kVoid);
    QCOMPARE(dialog.painting().labels.at(0, 0), kVoid);
}

void PhotoTest::tipGoesAway_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("Esc") << int(Qt::Key_Escape);
    QTest::newRow("Enter") << int(Qt::Key_Return);
    QTest::newRow("click") << 0;
}

void PhotoTest::tipGoesAway() {
    QFETCH(int, key);
    QCOMPARE(FirstTip::lines().size(), 5);
    QWidget host;
    host.resize(900, 600);
    host.show();
    QPointer<FirstTip> tip = new FirstTip(&host);
    QVERIFY(tip->isVisible());
    QVERIFY(host.rect().contains(tip->geometry()));
    host.resize(700, 500);
    QVERIFY(std::abs(tip->geometry().center().x() - 350) <= 1);
    if (key != 0) {
        QTest::keyClick(tip.data(), Qt::Key(key));
    } else {
        QTest::mouseClick(tip->findChild<QPushButton*>(), Qt::LeftButton);
    }
    QVERIFY(!tip || !tip->isVisible());
}

QTEST_MAIN(PhotoTest)
#include "photo_test.moc"
