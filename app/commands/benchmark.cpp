// tessera benchmark: how fast this machine is, ours against the straightforward version in one run.
#include <unistd.h>

#include <QCoreApplication>

#include "app/benchmark/engine_rows.h"
#include "app/benchmark/window_rows.h"
#include "app/commands/commands.h"
#include "app/terminal/arguments.h"
#include "app/terminal/command_line.h"
#include "core/jobs/model_library.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(BenchmarkCommand)
};

struct Group {
    QString name;
    void (*measure)(const BenchmarkOptions& options);
};

std::vector<Group> groups() {
    return {{QStringLiteral("window"), measureWindow},
            {QStringLiteral("render"), measureRenders},
            {QStringLiteral("kernels"), measureKernels},
            {QStringLiteral("classes"), measureClassCounts},
            {QStringLiteral("memory"), measureMemory}};
}

std::vector<Group> chosenGroups(const QStringList& names) {
    const std::vector<Group> all = groups();
    std::vector<Group> chosen;
    for (const QString& name : names) {
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const Group& group) { return group.name == name; });
        if (found == all.end()) {
            throw UsageError(Text::tr("there is no group %1 to measure").arg(name));
        }
        chosen.push_back(*found);
    }
    return chosen.empty() ? all : chosen;
}

EngineOptions engineOptions(const CommandLine& line) {
    EngineOptions options;
    const QString device =
        line.choice(QStringLiteral("device"), {"auto", "cpu", "cuda"}, QStringLiteral("auto"));
    options.device = device == QStringLiteral("cpu")    ? Device::cpu
                     : device == QStringLiteral("cuda") ? Device::cuda
                                                        : Device::automatic;
    options.threads = static_cast<int>(line.number(QStringLiteral("threads"), 0, 1024, 0));
    return options;
}

}  // namespace

int benchmarkCommand(const QStringList& arguments) {
    CommandLine line(
        QStringLiteral("benchmark"),
        QStringLiteral("[GROUP…]"),
        Text::tr("Measures in one run and prints a table. Groups: window, render, kernels, "
                 "classes, memory; all of them unless some are named. A peer is the "
                 "straightforward version of the same thing, timed in turn with ours."));
    line.addOption({QStringLiteral("model")},
                   Text::tr("Model to measure (default: the shipped one)"),
                   QStringLiteral("file"));
    line.addOption(
        {QStringLiteral("device")}, Text::tr("auto, cpu or cuda"), QStringLiteral("name"));
    line.addOption({QStringLiteral("threads")},
                   Text::tr("Threads of the processor (default: all)"),
                   QStringLiteral("n"));
    line.addOption({QStringLiteral("quick")}, Text::tr("256 x 256 only"));
    line.addOption({QStringLiteral("json")},
                   Text::tr("Print an array of rows in place of the table"));
    if (!line.parse(arguments)) {
        return Success;
    }
    BenchmarkOptions options;
    options.modelFile = ModelLibrary::load().find(line.value(QStringLiteral("model")));
    options.engine = engineOptions(line);
    options.quick = line.isSet(QStringLiteral("quick"));
    std::vector<BenchmarkRow> rows;
    options.report = [&](const BenchmarkRow& row) {
        rows.push_back(row);
        if (isatty(STDERR_FILENO) != 0) {
            printError(QStringLiteral("%1: %2 %3\n")
                           .arg(row.name)
                           .arg(row.value, 0, 'f', 1)
                           .arg(row.unit));
        }
    };
    for (const Group& group : chosenGroups(line.positional())) {
        group.measure(options);
    }
    printOut(line.isSet(QStringLiteral("json")) ? QString::fromUtf8(toJson(rows)) : toTable(rows));
    return Success;
}

}  // namespace tessera
