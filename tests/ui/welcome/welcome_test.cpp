// The new-painting dialog and the first tip.
#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>

#include "core/palette/palette_library.h"
#include "tests/ui/panel_testing.h"
#include "ui/change/class_combo.h"
#include "ui/welcome/first_tip.h"
#include "ui/welcome/new_painting_dialog.h"

using namespace tessera;
using namespace tessera::ui;

class WelcomeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useOwnSettings(folder_); }
    void newPaintingPresets();
    void newPaintingCustomSize();
    void newPaintingPaletteAndClass();
    void tipGoesAway_data();
    void tipGoesAway();

private:
    QTemporaryDir folder_;
};

void WelcomeTest::newPaintingPresets() {
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

void WelcomeTest::newPaintingCustomSize() {
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

void WelcomeTest::newPaintingPaletteAndClass() {
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

void WelcomeTest::tipGoesAway_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("Esc") << int(Qt::Key_Escape);
    QTest::newRow("Enter") << int(Qt::Key_Return);
    QTest::newRow("click") << 0;
}

void WelcomeTest::tipGoesAway() {
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

QTEST_MAIN(WelcomeTest)
#include "welcome_test.moc"
