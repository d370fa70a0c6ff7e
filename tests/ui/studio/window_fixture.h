// A studio window whose settings and data folder are its own, without greetings.
#pragma once

#include <QApplication>
#include <QDir>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "tests/ui/canvas_fixture.h"
#include "ui/studio/actions/session.h"
#include "ui/studio/actions/studio_actions.h"
#include "ui/studio/bars/notice_bar.h"
#include "ui/studio/files/document_files.h"
#include "ui/studio/studio_window.h"

namespace tessera::ui {

/// Call once before the first window.
inline void isolateSettings(const QTemporaryDir& folder) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("tessera-tests"));
    QCoreApplication::setApplicationName(
        QStringLiteral("studio-%1").arg(QCoreApplication::applicationPid()));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    Theme::instance().apply(ThemeMode::Dark);
}

/// Clicks a button of the next message box.
inline void answerNext(QMessageBox::StandardButton button) {
    auto* timer = new QTimer(qApp);
    timer->setInterval(5);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, button] {
        if (auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
            timer->deleteLater();
            box->button(button)->click();
        }
    });
    timer->start();
}

/// Milliseconds to wait for a render thread: the first thing it does is to start LibTorch, which
/// lasts seconds on a machine that is busy.
constexpr int kPatience = 60'000;

/// The text of the problem that is shown over a window; closes it. Empty when none comes.
inline QString takeProblem() {
    QMessageBox* box = nullptr;
    const auto shown = [&box] {
        box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        return box != nullptr;
    };
    if (!QTest::qWaitFor(shown, kPatience)) {
        return {};
    }
    const QString text = box->text();
    box->button(QMessageBox::Ok)->click();
    return text;
}

/// Most tests need no photo, and so no model.
inline const QString kNoModel = QStringLiteral("none.safetensors");

struct WindowFixture {
    explicit WindowFixture(const QString& model = kNoModel) : window(options(model)) {
        window.resize(1400, 900);
        window.show();
        QApplication::setActiveWindow(&window);
    }
    ~WindowFixture() { window.painting().markSaved(QString()); }

    static StudioOptions options(const QString& model) {
        StudioOptions options;
        options.model = model;
        options.greet = false;
        return options;
    }

    /// 60 x 40 of the first class of the test palette.
    void reset() { window.painting().reset({LabelMap(60, 40, 0), testPalette(), {}, {}}); }
    void trigger(Command command) { window.actions()[command].trigger(); }
    uint16_t at(int x, int y) { return window.painting().labels().at(x, y); }

    StudioWindow window;
    Hand hand{window.canvas()};
};

}  // namespace tessera::ui
