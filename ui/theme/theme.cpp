// Dresses the application: style, palette, font, style sheet.
#include "ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPalette>
#include <QStyle>
#include <QWidget>

#include "ui/theme/colours.h"
#include "ui/theme/studio_style.h"
#include "ui/theme/style_sheet.h"

namespace tessera::ui {

namespace {

QPalette paletteOf(const Colours& c) {
    QPalette palette;
    palette.setColor(QPalette::Window, c.panel);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.field);
    palette.setColor(QPalette::AlternateBase, c.panel);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.textFaint);
    palette.setColor(QPalette::Button, c.raised);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.bad);
    palette.setColor(QPalette::ToolTipBase, c.raised);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::Link, c.accentLine);
    palette.setColor(QPalette::LinkVisited, c.accentLine);
    palette.setColor(QPalette::Light, c.raisedHover);
    palette.setColor(QPalette::Midlight, c.raised);
    palette.setColor(QPalette::Mid, c.outline);
    palette.setColor(QPalette::Dark, c.line);
    palette.setColor(QPalette::Shadow, c.line);
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, c.textFaint);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.outline);
    return palette;
}

QString preferredFamily() {
    for (const QString& family : {QStringLiteral("Inter"), QStringLiteral("Noto Sans")}) {
        if (QFontDatabase::families().contains(family)) {
            return family;
        }
    }
    return QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
}

}  // namespace

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

Theme::Theme() : colours_(darkColours()) {}

void Theme::apply(ThemeMode mode) {
    mode_ = mode;
    qApp->removeEventFilter(this);
    if (mode == ThemeMode::System) {
        qApp->installEventFilter(this);
    }
    dark_ = mode == ThemeMode::System ? desktopIsDark() : mode == ThemeMode::Dark;
    colours_ = dark_ ? darkColours() : lightColours();
    dress();
    Q_EMIT changed();
}

void Theme::dress() {
    if (!qobject_cast<StudioStyle*>(qApp->style())) {
        // A style sheet hides the style under it, so it is taken off before one asks and sets.
        qApp->setStyleSheet({});
        qApp->setStyle(new StudioStyle);
    }
    qApp->setFont(font());
    qApp->setPalette(paletteOf(colours_));
    qApp->setStyleSheet(styleSheet(colours_));
}

bool Theme::desktopIsDark() const {
    // Only without a palette of our own does Qt tell the desktop's.
    qApp->setPalette(QPalette());
    const QPalette palette = QGuiApplication::palette();
    return palette.color(QPalette::Window).lightness() <
           palette.color(QPalette::WindowText).lightness();
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ThemeChange && mode_ == ThemeMode::System) {
        if (desktopIsDark() != dark_) {
            apply(ThemeMode::System);
        } else {
            qApp->setPalette(paletteOf(colours_));
        }
    }
    return QObject::eventFilter(watched, event);
}

QString Theme::modeName(ThemeMode mode) {
    switch (mode) {
        case ThemeMode::Dark:
            return QStringLiteral("dark");
        case ThemeMode::Light:
            return QStringLiteral("light");
        case ThemeMode::System:
            break;
    }
    return QStringLiteral("system");
}

ThemeMode Theme::modeFromName(const QString& name) {
    if (name == modeName(ThemeMode::Dark)) {
        return ThemeMode::Dark;
    }
    return name == modeName(ThemeMode::Light) ? ThemeMode::Light : ThemeMode::System;
}

QFont Theme::font(int pixels, bool strong) {
    static const QString family = preferredFamily();
    QFont font(family);
    font.setPixelSize(pixels);
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QFont Theme::headingFont() {
    QFont heading = font(Metrics::smallFont);
    heading.setCapitalization(QFont::AllUppercase);
    heading.setLetterSpacing(QFont::AbsoluteSpacing, 0.9);
    return heading;
}

const Colours& colours() {
    return Theme::instance().colours();
}

const std::array<QColor, 5>& pinColours() {
    // Lightness differs too, for eyes that do not tell the hues apart.
    static const std::array<QColor, 5> pins = {
        QColor(0xff5f5f), QColor(0x45c1ff), QColor(0xffd23f), QColor(0xc98bff), QColor(0x9be28a)};
    return pins;
}

void setRole(QWidget* widget, Role role) {
    static const char* const names[] = {
        "normal", "primary", "quiet", "segment", "segments", "heading", "muted", "problem"};
    if (role == Role::Heading) {
        widget->setFont(Theme::headingFont());
    }
    widget->setProperty("role", QString::fromLatin1(names[static_cast<int>(role)]));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

void describe(QWidget* widget, const QString& name, const QString& detail) {
    widget->setToolTip(detail.isEmpty() ? name : name + QLatin1Char('\n') + detail);
    widget->setAccessibleName(name);
    widget->setAccessibleDescription(detail);
}

}  // namespace tessera::ui
