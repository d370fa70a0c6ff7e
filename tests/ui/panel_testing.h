// What the tests of the panels share: settings of their own, finding controls as a screen reader
// does, clicking rows.
#pragma once

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "core/document/painting.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

/// Call in initTestCase(): no test reads or writes the settings of a user.
inline void useOwnSettings(const QTemporaryDir& folder) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("tessera-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("panels"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    Theme::instance().apply(ThemeMode::Dark);
}

/// The control that a screen reader calls `name`; fails the test by a null pointer where there is
/// none.
template <class Control>
Control* controlNamed(const QWidget& parent, const QString& name) {
    for (Control* control : parent.findChildren<Control*>()) {
        if (control->accessibleName() == name) {
            return control;
        }
    }
    return nullptr;
}

/// The button with this text.
template <class Button>
Button* buttonWithText(const QWidget& parent, const QString& text) {
    for (Button* button : parent.findChildren<Button*>()) {
        if (button->text() == text) {
            return button;
        }
    }
    return nullptr;
}

inline void clickRow(QAbstractItemView& view, int row) {
    const QRect area = view.visualRect(view.model()->index(row, 0));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, area.center());
}

inline QStringList rowTexts(const QAbstractItemView& view) {
    QStringList texts;
    for (int row = 0; row < view.model()->rowCount(); ++row) {
        texts << view.model()->index(row, 0).data().toString();
    }
    return texts;
}

/// Calls act(box) with the next modal dialog of that type, from inside its event loop.
template <class Dialog, class Act>
void whenModal(Act act) {
    auto* timer = new QTimer(QCoreApplication::instance());
    timer->setInterval(5);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, act] {
        if (auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget())) {
            timer->deleteLater();
            act(*dialog);
        }
    });
    timer->start();
}

/// A plain palette with the first `size` of: house, tree, sky, road, car, boat, sign, lamp, ...
inline Palette townPalette(int size = 5, const QString& id = QStringLiteral("town")) {
    static const QStringList names{"house",
                                   "tree",
                                   "sky",
                                   "road",
                                   "car",
                                   "boat",
                                   "sign",
                                   "truck",
                                   "lake",
                                   "train",
                                   "lamp",
                                   "street lamp"};
    std::vector<PaletteClass> classes;
    classes.reserve(static_cast<size_t>(size));
    for (int i = 0; i < size; ++i) {
        classes.push_back({i + 1, names.at(i), QColor::fromHsv(30 * i, 200, 220), true, {}});
    }
    return Palette(id, QStringLiteral("Town"), QString(), 255, std::move(classes));
}

/// `width` x `height` pixels of class 0.
inline PaintingData townPainting(int width = 40, int height = 20, int classes = 5) {
    return {LabelMap(width, height, 0), townPalette(classes), {}, {}};
}

inline PaintOperation rectangle(const QRectF& box, uint16_t label) {
    return {RectangleShape{box, 0}, label, std::nullopt};
}

}  // namespace tessera::ui
