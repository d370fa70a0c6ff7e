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

const QString kProfile = QStringLiteral("profile");
const QString kEndurance = QStringLiteral("endurance");

struct Group {
    QString name;
    void (*measure)(const BenchmarkOptions& options);
};

// Memory first: the kernel counts what this process held when it started the child as the child's
// own.
std::vector<Group> groups() {
    return {{QStringLiteral("memory"), measureMemory},
            {QStringLiteral("window"), measureWindow},
            {QStringLiteral("inspect"), measureInspect},
            {QStringLiteral("background"), measureBackground},
            {QStringLiteral("render"), measureRenders},
            {QStringLiteral("strokes"), measureStrokes},
            {QStringLiteral("convolutions"), measureAgainstConvolutions},
            {QStringLiteral("kernels"), measureKernels},
            {QStringLiteral("classes"), measureClassCounts},
            {QStringLiteral("training"), measureTraining},
            {kEndurance, measureEndurance},
            {kProfile, measureProfile}};
}

/// The named groups in the order above, or all but the last two, which are long.
std::vector<Group> chosenGroups(const QStringList& names) {
    std::vector<Group> chosen;
    for (const Group& group : groups()) {
        const bool isLong = group.name == kProfile || group.name == kEndurance;
        if (names.isEmpty() ? !isLong : names.contains(group.name)) {
            chosen.push_back(group);
        }
    }
    if (!names.isEmpty() && chosen.size() != static_cast<size_t>(names.size())) {
        throw UsageError(Text::tr("there is no such group to measure: %1").arg(names.join(' ')));
    }
    return chosen;
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
        Text::tr(
            "Measures in one run and prints a table. Groups: memory, window, inspect, background, "
            "render, strokes, convolutions, kernels, classes, training; all of them unless some "
            "are "
            "named; endurance, the memory of ten thousand strokes; and profile, a line a step of a "
            "render. A peer is the straightforward version of the "
            "same thing, timed in turn with ours, or what the row says."));
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
