// tessera without a subcommand: the window.
#include <QApplication>
#include <cstdlib>

#include "app/commands/commands.h"
#include "app/terminal/arguments.h"
#include "app/terminal/command_line.h"
#include "ui/studio/studio.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(StudioCommand)
};

// Asked before QApplication is made: without a display Qt aborts.
bool hasDisplay() {
    const QByteArray platform = qgetenv("QT_QPA_PLATFORM");
    const bool needsServer =
        platform.isEmpty() || platform.startsWith("xcb") || platform.startsWith("wayland");
    return !needsServer || !qgetenv("DISPLAY").isEmpty() || !qgetenv("WAYLAND_DISPLAY").isEmpty();
}

int failWithoutDisplay() {
    printError(
        Text::tr("tessera: no display can be opened, so there is no window; the command line works "
                 "(tessera --help)\n"));
    return Failure;
}

// A display that is named and does not answer ends in Qt's fatal message.
void exitWithoutDisplay(QtMsgType type, const QMessageLogContext&, const QString&) {
    if (type == QtFatalMsg) {
        std::_Exit(failWithoutDisplay());
    }
}

int openStudio(const QStringList& arguments) {
    CommandLine line({}, QStringLiteral("[PAINTING]"), Text::tr("Opens the studio."));
    line.addOption({QStringLiteral("m"), QStringLiteral("model")},
                   Text::tr("Model: a file, or the name of one at hand."),
                   QStringLiteral("model"));
    addEngineOptions(line);
    if (!line.parse(arguments)) {
        return Success;
    }
    if (line.positional().size() > 1) {
        throw UsageError(Text::tr("one painting at a time"));
    }
    ui::StudioOptions options;
    options.file = line.positional().value(0);
    options.model = line.value(QStringLiteral("model"));
    options.render = engineSettings(line);
    return ui::runStudio(*qApp, options);
}

}  // namespace

int studioCommand(int argc, char** argv) {
    if (!hasDisplay()) {
        return failWithoutDisplay();
    }
    const QtMessageHandler previous = qInstallMessageHandler(exitWithoutDisplay);
    QApplication application(argc, argv);
    qInstallMessageHandler(previous);
    // Qt has taken its own options out by now.
    return runCommand({{}, {}, openStudio}, QCoreApplication::arguments().mid(1));
}

}  // namespace tessera
