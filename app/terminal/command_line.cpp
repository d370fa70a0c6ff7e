// Options, help and exit codes.
#include "app/terminal/command_line.h"

#include <fcntl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <cstdio>

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

void print(std::FILE* file, const QString& text) {
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), file);
    std::fflush(file);
}

// "tessera render"; the studio is the program without a subcommand.
QString programName(const QString& command) {
    return (QStringLiteral("tessera ") + command).trimmed();
}

}  // namespace

CommandLine::CommandLine(const QString& command,
                         const QString& synopsis,
                         const QString& description)
    : command_(command), synopsis_(synopsis) {
    parser_.setApplicationDescription(description);
    addOption({QStringLiteral("h"), QStringLiteral("help")}, Text::tr("Show this help."));
}

void CommandLine::addOption(const QStringList& names,
                            const QString& description,
                            const QString& valueName) {
    parser_.addOption(QCommandLineOption(names, description, valueName));
}

bool CommandLine::parse(const QStringList& arguments) {
    if (!parser_.parse(QStringList(command_) + arguments)) {
        throw UsageError(parser_.errorText());
    }
    if (!isSet(QStringLiteral("help"))) {
        return true;
    }
    // Qt's own first line knows nothing of subcommands.
    const QString help = parser_.helpText();
    printOut(Text::tr("Usage: %1 [options] %2").arg(programName(command_), synopsis_) +
             help.mid(help.indexOf(QLatin1Char('\n'))));
    return false;
}

QString CommandLine::value(const QString& name, const QString& fallback) const {
    return isSet(name) ? parser_.value(name) : fallback;
}

QList<QPair<QString, QString>> CommandLine::settings(const QString& name) const {
    QList<QPair<QString, QString>> list;
    for (const QString& setting : values(name)) {
        const auto equals = setting.indexOf(QLatin1Char('='));
        if (equals < 1) {
            throw UsageError(Text::tr("--%1 %2: must be name=value").arg(name, setting));
        }
        list.append({setting.left(equals), setting.mid(equals + 1)});
    }
    return list;
}

qint64 CommandLine::number(const QString& name, qint64 low, qint64 high, qint64 fallback) const {
    if (!isSet(name)) {
        return fallback;
    }
    bool valid = false;
    const qint64 number = parser_.value(name).toLongLong(&valid);
    if (!valid || number < low || number > high) {
        throw UsageError(Text::tr("--%1 %2: must be a whole number from %3 to %4")
                             .arg(name, parser_.value(name))
                             .arg(low)
                             .arg(high));
    }
    return number;
}

QString CommandLine::choice(const QString& name,
                            const QStringList& choices,
                            const QString& fallback) const {
    const QString chosen = value(name, fallback);
    if (!choices.contains(chosen)) {
        throw UsageError(Text::tr("--%1 %2: must be one of %3")
                             .arg(name, chosen, choices.join(QStringLiteral(", "))));
    }
    return chosen;
}

void printOut(const QString& text) {
    print(stdout, text);
}

void printError(const QString& text) {
    print(stderr, text);
}

int runCommand(const Command& command, const QStringList& arguments) {
    try {
        return command.run(arguments);
    } catch (const UsageError& error) {
        const QString name = programName(command.name);
        printError(Text::tr("%1: %2 (see %1 --help)\n")
                       .arg(name, QString::fromUtf8(error.what()).simplified()));
        return Usage;
    } catch (const std::exception& error) {
        printError(
            QStringLiteral("tessera: %1\n").arg(QString::fromUtf8(error.what()).simplified()));
        return Failure;
    }
}

QuietLibraries::QuietLibraries() : stderr_(dup(STDERR_FILENO)) {
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
        dup2(nowhere, STDERR_FILENO);
        close(nowhere);
    }
}

QuietLibraries::~QuietLibraries() {
    if (stderr_ >= 0) {
        dup2(stderr_, STDERR_FILENO);
        close(stderr_);
    }
}

}  // namespace tessera
