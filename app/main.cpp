// The program: a subcommand, or the studio.
#include <langinfo.h>

#include <QApplication>
#include <QByteArray>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGuiApplication>
#include <clocale>
#include <cstring>
#include <memory>

#include "app/commands/commands.h"
#include "app/terminal/command_line.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Main)
};

std::vector<Command> commands() {
    return {
        {QStringLiteral("render"), Text::tr("make photos of label maps"), renderCommand},
        {QStringLiteral("inspect"),
         Text::tr("show what a model does inside, as figures and tables"),
         inspectCommand},
        {QStringLiteral("benchmark"),
         Text::tr("measure how fast this machine renders"),
         benchmarkCommand},
        {QStringLiteral("info"), Text::tr("show what a model is and costs"), infoCommand},
        {QStringLiteral("convert"), Text::tr("store a model in another type"), convertCommand},
        {QStringLiteral("train"), Text::tr("train a model on pictures"), trainCommand},
        {QStringLiteral("evaluate"), Text::tr("measure a model on pictures"), evaluateCommand},
        {QStringLiteral("study"),
         Text::tr("train and compare variants of a network"),
         studyCommand},
        {QStringLiteral("palettes"), Text::tr("list palettes and their classes"), palettesCommand},
    };
}

// Qt wants a UTF-8 locale and says so in several lines on stderr where there is none.
void ensureUtf8() {
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        qputenv("LC_ALL", "C.UTF-8");
    }
}

QString helpText() {
    QString text = Text::tr(
        "Usage: tessera [PAINTING] [--model MODEL] [--device DEVICE]    open the studio\n"
        "       tessera COMMAND [options]                               see COMMAND --help\n"
        "       tessera --version\n\n"
        "Commands:\n");
    for (const Command& command : commands()) {
        text += QStringLiteral("  %1 %2\n").arg(command.name, -10).arg(command.summary);
    }
    return text;
}

// The benchmark drives the real window, unseen unless a platform is named. Figures have text, and
// text wants fonts, but no screen.
std::unique_ptr<QCoreApplication> makeApplication(int& argc, char** argv) {
    const bool benchmark = std::strcmp(argv[1], "benchmark") == 0;
    const bool figures = std::strcmp(argv[1], "inspect") == 0;
    if (!benchmark && !figures) {
        return std::make_unique<QCoreApplication>(argc, argv);
    }
    if (figures || qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    if (figures) {
        const QuietLibraries quiet;  // Qt speaks of folders that only a desktop has
        return std::make_unique<QGuiApplication>(argc, argv);
    }
    return std::make_unique<QApplication>(argc, argv);
}

int runSubcommand(int argc, char** argv) {
    const std::unique_ptr<QCoreApplication> application = makeApplication(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString& name = arguments[1];
    if (name == QStringLiteral("--help") || name == QStringLiteral("-h")) {
        printOut(helpText());
        return Success;
    }
    if (name == QStringLiteral("--version") || name == QStringLiteral("-v")) {
        printOut(QStringLiteral("tessera %1\n").arg(QCoreApplication::applicationVersion()));
        return Success;
    }
    for (const Command& command : commands()) {
        if (command.name == name) {
            return runCommand(command, arguments.mid(2));
        }
    }
    printError(Text::tr("tessera: there is no command %1 (see tessera --help)\n").arg(name));
    return Usage;
}

// The studio takes the name of a painting, and options of its own and of Qt.
bool isForStudio(int argc, char** argv) {
    if (argc < 2) {
        return true;
    }
    const QString first = QString::fromLocal8Bit(argv[1]);
    static const QStringList ours = {QStringLiteral("-h"),
                                     QStringLiteral("--help"),
                                     QStringLiteral("-v"),
                                     QStringLiteral("--version")};
    return !ours.contains(first) && (first.startsWith(QLatin1Char('-')) ||
                                     first.contains(QLatin1Char('.')) || QFileInfo(first).isFile());
}

}  // namespace
}  // namespace tessera

int main(int argc, char** argv) {
    tessera::ensureUtf8();
    QCoreApplication::setOrganizationName(QStringLiteral("tessera"));
    QCoreApplication::setApplicationName(QStringLiteral("tessera"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TESSERA_VERSION));
    return tessera::isForStudio(argc, argv) ? tessera::studioCommand(argc, argv)
                                            : tessera::runSubcommand(argc, argv);
}
