// Both themes: contrasts, icons, switching while widgets live.
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDirIterator>
#include <QPushButton>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTest>
#include <QToolButton>
#include <cmath>

#include "ui/theme/colours.h"
#include "ui/theme/section_header.h"
#include "ui/theme/style_sheet.h"

using namespace tessera::ui;

namespace {

double luminance(const QColor& colour) {
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

/// As WCAG 2 defines it: 1 to 21.
double contrast(const QColor& a, const QColor& b) {
    const double light = std::max(luminance(a), luminance(b));
    const double dark = std::min(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

QImage painted(const QIcon& icon, QIcon::Mode mode, QIcon::State state) {
    return icon.pixmap(QSize(24, 24), 1.0, mode, state).toImage();
}

QColor strongestColour(const QImage& image) {
    QColor strongest(Qt::transparent);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor here = image.pixelColor(x, y);
            strongest = here.alpha() > strongest.alpha() ? here : strongest;
        }
    }
    return strongest;
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { Theme::instance().apply(ThemeMode::Dark); }
    void textCanBeRead_data();
    void textCanBeRead();
    void switchingReachesEverything();
    void systemFollowsTheDesktop();
    void namesOfModes();
    void styleSheetIsFilled();
    void everyIconDraws();
    void everyFileIsAnIcon();
    void iconsFollowThemeAndState();
    void iconsAreSharpOnDenseScreens();
    void rolesAreStyled();
    void describesToScreenReaders();
    void headerOffersItsButtons();
};

void ThemeTest::textCanBeRead_data() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("dark") << true;
    QTest::newRow("light") << false;
}

void ThemeTest::textCanBeRead() {
    QFETCH(bool, dark);
    const Colours c = dark ? darkColours() : lightColours();
    for (const QColor& surface : {c.bar, c.panel, c.field, c.raised, c.selection, c.hover}) {
        QVERIFY(contrast(c.text, surface) >= 7);
    }
    for (const QColor& surface : {c.bar, c.panel, c.field}) {
        QVERIFY(contrast(c.textMuted, surface) >= 4.5);
        QVERIFY(contrast(c.textFaint, surface) >= 3);
        QVERIFY(contrast(c.accentLine, surface) >= 3);
        QVERIFY(contrast(c.bad, surface) >= 4.5);
    }
    QVERIFY(contrast(c.onAccent, c.accent) >= 4.5);
    QVERIFY(contrast(c.onAccent, c.accentHover) >= 4.5);
    QVERIFY(contrast(c.overlay, c.halo) >= 7);
}

void ThemeTest::switchingReachesEverything() {
    QSignalSpy changed(&Theme::instance(), &Theme::changed);
    QPushButton button(QStringLiteral("Go"));
    button.resize(80, 30);
    const QImage dark = button.grab().toImage();
    QVERIFY(Theme::instance().isDark());
    Theme::instance().apply(ThemeMode::Light);
    QCOMPARE(changed.size(), 1);
    QVERIFY(!Theme::instance().isDark());
    QCOMPARE(qApp->palette().color(QPalette::Window), lightColours().panel);
    QCOMPARE(colours().text, lightColours().text);
    const QImage light = button.grab().toImage();
    QVERIFY(light.pixelColor(10, 15).lightness() > dark.pixelColor(10, 15).lightness() + 80);
}

void ThemeTest::systemFollowsTheDesktop() {
    Theme::instance().apply(ThemeMode::System);
    QCOMPARE(Theme::instance().mode(), ThemeMode::System);
    qApp->setPalette(QPalette());
    const QPalette desktop = QGuiApplication::palette();
    const bool dark = desktop.color(QPalette::Window).lightness() < 128;
    QCOMPARE(Theme::instance().isDark(), dark);
    // The desktop says that something changed: ours is put back over its palette.
    QEvent event(QEvent::ThemeChange);
    QApplication::sendEvent(qApp, &event);
    QCOMPARE(qApp->palette().color(QPalette::Window), colours().panel);
}

void ThemeTest::namesOfModes() {
    for (ThemeMode mode : {ThemeMode::Dark, ThemeMode::Light, ThemeMode::System}) {
        QCOMPARE(Theme::modeFromName(Theme::modeName(mode)), mode);
    }
    QCOMPARE(Theme::modeFromName(QStringLiteral("beige")), ThemeMode::System);
}

void ThemeTest::styleSheetIsFilled() {
    const QString sheet = styleSheet(darkColours());
    QVERIFY(sheet.contains(darkColours().accent.name()));
    const QString rules = sheet.mid(sheet.indexOf(QStringLiteral("*/")));
    QVERIFY2(!rules.contains(QLatin1Char('@')), "a colour that has no name");
    QVERIFY(!rules.contains(QStringLiteral("#000000")));
}

void ThemeTest::everyIconDraws() {
    for (int i = 0; i <= static_cast<int>(Icon::Settings); ++i) {
        const QImage image = painted(icon(static_cast<Icon>(i)), QIcon::Normal, QIcon::Off);
        QCOMPARE(image.size(), QSize(24, 24));
        QVERIFY2(strongestColour(image).alpha() > 200, qPrintable(QString::number(i)));
        // Nothing is cut: the outermost pixels stay empty, but for the app's tile.
        for (int at = 0; at < 24 && static_cast<Icon>(i) != Icon::App; ++at) {
            QCOMPARE(image.pixelColor(at, 0).alpha(), 0);
            QCOMPARE(image.pixelColor(0, at).alpha(), 0);
        }
    }
}

void ThemeTest::everyFileIsAnIcon() {
    int files = 0;
    for (QDirIterator it(QStringLiteral(":/icons")); it.hasNext(); ++files) {
        QVERIFY2(QSvgRenderer(it.next()).isValid(), qPrintable(it.filePath()));
    }
    QCOMPARE(files, static_cast<int>(Icon::Settings) + 1);
}

void ThemeTest::iconsFollowThemeAndState() {
    const QIcon brush = icon(Icon::Brush);
    const QColor off = strongestColour(painted(brush, QIcon::Normal, QIcon::Off));
    const QColor disabled = strongestColour(painted(brush, QIcon::Disabled, QIcon::Off));
    QCOMPARE(off.rgb(), darkColours().text.rgb());
    QCOMPARE(strongestColour(painted(brush, QIcon::Normal, QIcon::On)).rgb(),
             darkColours().onAccent.rgb());
    QVERIFY(disabled.alpha() < 200);
    Theme::instance().apply(ThemeMode::Light);
    QCOMPARE(strongestColour(painted(brush, QIcon::Normal, QIcon::Off)).rgb(),
             lightColours().text.rgb());
    const QColor red(200, 30, 20);
    QCOMPARE(strongestColour(painted(icon(Icon::Brush, red), QIcon::Normal, QIcon::Off)).rgb(),
             red.rgb());
}

void ThemeTest::iconsAreSharpOnDenseScreens() {
    const QPixmap pixmap = icon(Icon::Rectangle).pixmap(QSize(24, 24), 2.0);
    QCOMPARE(pixmap.size(), QSize(48, 48));
    QCOMPARE(pixmap.devicePixelRatio(), 2.0);
    // A stroke of 1.6 pixels is 3.2 here: drawn anew, it has pixels of full strength, which a
    // magnified 1.6-pixel stroke beside the pixel grid has not.
    const QImage image = pixmap.toImage();
    int full = 0;
    for (int y = 0; y < 24; ++y) {
        full += image.pixelColor(24, y).alpha() == 255;
    }
    QVERIFY(full >= 2);
}

void ThemeTest::rolesAreStyled() {
    QPushButton plain(QStringLiteral("x"));
    QPushButton primary(QStringLiteral("x"));
    setRole(&primary, Role::Primary);
    for (QPushButton* button : {&plain, &primary}) {
        button->resize(80, 30);
    }
    QCOMPARE(primary.grab().toImage().pixelColor(10, 15), darkColours().accent);
    QCOMPARE(plain.grab().toImage().pixelColor(10, 15), darkColours().raised);
    primary.setEnabled(false);
    QCOMPARE(primary.grab().toImage().pixelColor(10, 15), darkColours().raised);
}

void ThemeTest::describesToScreenReaders() {
    QPushButton button;
    describe(&button, QStringLiteral("New style"), QStringLiteral("No model is open"));
    QCOMPARE(button.toolTip(), QStringLiteral("New style\nNo model is open"));
    QCOMPARE(button.accessibleName(), QStringLiteral("New style"));
    QCOMPARE(button.accessibleDescription(), QStringLiteral("No model is open"));
}

void ThemeTest::headerOffersItsButtons() {
    SectionHeader header(QStringLiteral("Photo"));
    QToolButton* floats = header.addButton(QStringLiteral("Float live"), QStringLiteral("Float"));
    QSignalSpy clicked(floats, &QToolButton::clicked);
    header.resize(240, header.height());
    header.show();
    QTest::mouseClick(floats, Qt::LeftButton);
    QCOMPARE(clicked.size(), 1);
    QCOMPARE(floats->accessibleName(), QStringLiteral("Float"));
    QVERIFY(floats->focusPolicy() & Qt::TabFocus);
}

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
