// One window, one event loop.
#include "ui/studio/studio.h"

#include <QApplication>
#include <QSettings>

#include "ui/theme/theme.h"

namespace tessera::ui {

int runStudio(QApplication& application, const StudioOptions& options) {
    const QString theme =
        QSettings().value(QStringLiteral("theme"), QStringLiteral("dark")).toString();
    Theme::instance().apply(Theme::modeFromName(theme));
    application.setWindowIcon(icon(Icon::App));
    StudioWindow window(options);
    window.show();
    return application.exec();
}

}  // namespace tessera::ui
