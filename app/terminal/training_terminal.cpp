// Signals, options and lines of commands that train.
#include "app/terminal/training_terminal.h"

#include <QCoreApplication>
#include <atomic>
#include <csignal>

#include "app/terminal/arguments.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(TrainingTerminal)
};

std::atomic<bool> caught = false;

void interrupt(int) {
    caught = true;
}

}  // namespace

void catchInterrupts() {
    struct sigaction action = {};
    action.sa_handler = interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() {
    return caught;
}

void addTrainingOptions(CommandLine& line) {
    addDeviceOption(line);
    line.addOption(
        {QStringLiteral("set")},
        Text::tr("Change an option; may be given several times. tessera train --list-options "
                 "shows them."),
        QStringLiteral("name=value"));
}

void applyTrainingOptions(const CommandLine& line, TrainingOptions& options) {
    options.device = deviceArgument(line, QString::fromStdString(options.device)).toStdString();
    for (const auto& [name, value] : line.settings(QStringLiteral("set"))) {
        set_option(options, name.toStdString(), value.toStdString());
    }
}

QString termsLine(const TrainingLine& line) {
    QStringList terms;
    for (const auto& [name, value] : line.terms) {
        terms << QStringLiteral("%1 %2").arg(QString::fromStdString(name)).arg(value, 0, 'g', 3);
    }
    return terms.join(QStringLiteral("  "));
}

}  // namespace tessera
