// tessera train: learns a world from pictures, and goes on where it was stopped.
#include <QCoreApplication>
#include <QElapsedTimer>
#include <optional>

#include "app/commands/commands.h"
#include "app/terminal/dataset_arguments.h"
#include "app/terminal/progress_bar.h"
#include "app/terminal/training_terminal.h"
#include "core/jobs/resources.h"
#include "core/jobs/training/run_extras.h"
#include "core/jobs/training/run_files.h"
#include "core/jobs/training/training_choices.h"
#include "core/jobs/training/training_processes.h"
#include "model/training/trainer.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(TrainCommand)
};

constexpr int kPrintedEvery = 20;  // steps
constexpr int kTrialSteps = 12;
constexpr int kUntimedSteps = 4;  // of them: memory is touched for the first time

Trainer::Resources resources() {
    return {learningFeatures().toStdString()};
}

/// --steps, --device and --set, in their order of precedence.
void applyOptions(const CommandLine& line, TrainingOptions& options) {
    if (line.isSet(QStringLiteral("steps"))) {
        set_option(options, "steps", line.value(QStringLiteral("steps")).toStdString());
    }
    applyTrainingOptions(line, options);
}

TrainingData chosenData(const CommandLine& line) {
    const DatasetArgument data = datasetArgument(line);
    const Palette palette = datasetPalette(line, *data.layout);
    return trainingData(
        data.folder, data.layout->name, palette, line.values(QStringLiteral("start")));
}

/// How many steps fit into so many hours here, by trying a few.
int64_t stepsInHours(double hours,
                     TrainingOptions options,
                     const TrainingData& data,
                     const std::filesystem::path& trial) {
    std::filesystem::remove_all(trial);
    options.samples = 0;
    double seconds = 0;
    {
        const auto trainer = Trainer::begin(trial, options, data, resources());
        for (int i = 0; i < kTrialSteps && !trainer->finished(); ++i) {
            const TrainingLine tried = trainer->advance();
            seconds += i < kUntimedSteps ? 0 : tried.seconds;
        }
    }
    std::filesystem::remove_all(trial);
    const double each = seconds / (kTrialSteps - kUntimedSteps);
    return std::max<int64_t>(static_cast<int64_t>(hours * 3600 / each), 1);
}

std::unique_ptr<Trainer> open(const CommandLine& line, const std::string& run) {
    if (line.isSet(QStringLiteral("resume"))) {
        return Trainer::resume(
            run, resources(), [&](TrainingOptions& options) { applyOptions(line, options); });
    }
    const QStringList presets = allPresets();
    TrainingOptions options =
        preset(line.choice(QStringLiteral("preset"), presets, presets.first()).toStdString());
    applyOptions(line, options);
    const TrainingData data = chosenData(line);
    if (line.isSet(QStringLiteral("hours"))) {
        bool valid = false;
        const double hours = line.value(QStringLiteral("hours")).toDouble(&valid);
        if (!valid || !(hours > 0) || line.isSet(QStringLiteral("steps"))) {
            throw UsageError(Text::tr("--hours takes a positive number, and excludes --steps"));
        }
        options.steps = stepsInHours(hours, options, data, run + ".trial");
    }
    return Trainer::begin(run, options, data, resources());
}

/// Trains until the run is done or interrupted.
void advanceAll(Trainer& trainer, std::optional<RunExtras>& extras) {
    const auto total = static_cast<int>(trainer.options().steps);
    ProgressBar bar(total);
    QElapsedTimer clock;
    clock.start();
    const int64_t first = trainer.step();
    while (!trainer.finished() && !interrupted()) {
        const TrainingLine line = trainer.advance();
        if (extras) {
            extras->after(line);
        }
        const double each =
            static_cast<double>(clock.elapsed()) / 1000 / static_cast<double>(line.step - first);
        bar.show(static_cast<int>(line.step), Text::tr("%1 s a step").arg(each, 0, 'f', 2));
        if (line.step % kPrintedEvery == 0 || line.skipped || trainer.finished()) {
            bar.clear();
            printOut(QStringLiteral("%1/%2  %3%4\n")
                         .arg(line.step)
                         .arg(total)
                         .arg(termsLine(line),
                              line.skipped ? Text::tr("  (not finite: skipped)") : QString()));
        }
    }
}

/// Of several processes, the first alone writes files.
bool isFirstProcess() {
    return qEnvironmentVariableIntValue("RANK") == 0;
}

/// Trains, and leaves a model.
void train(Trainer& trainer, const QString& run) {
    std::optional<RunExtras> extras;
    if (isFirstProcess()) {
        extras.emplace(
            trainer, run, RunExtras::Networks{learningFeatures(), judgingFeatures()}, interrupted);
    }
    advanceAll(trainer, extras);
    if (!trainer.finished()) {
        trainer.checkpoint();
    }
    if (extras) {
        extras->writeFinalModel();
    }
}

/// Opens and trains; says in the run's folder how that ended.
void trainAndTell(const CommandLine& line, const QString& run) {
    catchInterrupts();
    const std::unique_ptr<Trainer> trainer = open(line, run.toStdString());
    RunEnd::forget(run);
    try {
        train(*trainer, run);
    } catch (const std::exception& error) {
        RunEnd{RunEvent::Broke, QString::fromUtf8(error.what())}.write(run);
        throw;
    }
    if (!isFirstProcess()) {
        return;
    }
    RunEnd{trainer->finished() ? RunEvent::Finished : RunEvent::Halted, {}}.write(run);
    for (const std::string& problem : trainer->problems()) {
        printError(Text::tr("left out: %1\n").arg(QString::fromStdString(problem)));
    }
    printOut(trainer->finished()
                 ? Text::tr("Done: %1/model.safetensors\n").arg(run)
                 : Text::tr("Stopped at step %1; tessera train --resume --out %2 goes on.\n")
                       .arg(trainer->step())
                       .arg(run));
}

}  // namespace

int trainCommand(const QStringList& arguments) {
    CommandLine line(QStringLiteral("train"),
                     QStringLiteral("--data FOLDER --layout NAME --out RUN"),
                     Text::tr("Trains a model on photos and their label maps. RUN is a folder that "
                              "keeps options, history, samples and checkpoints; --resume goes on "
                              "with it. Ctrl-C stops with a checkpoint."));
    addDatasetOptions(line);
    line.addOption(
        {QStringLiteral("preset")},
        Text::tr(
            "What to train: realtime, paper or cross-view, which draw, or segmenter, which reads "
            "classes off photos."),
        QStringLiteral("name"));
    line.addOption({QStringLiteral("out"), QStringLiteral("o")},
                   Text::tr("Folder of the run."),
                   QStringLiteral("run"));
    line.addOption({QStringLiteral("resume")}, Text::tr("Go on with the run."));
    line.addOption({QStringLiteral("background")},
                   Text::tr("Train below normal priority, and go on when the session ends."));
    line.addOption(
        {QStringLiteral("steps")}, Text::tr("Length of the run."), QStringLiteral("count"));
    line.addOption({QStringLiteral("hours")},
                   Text::tr("Length of the run, in hours on this machine."),
                   QStringLiteral("count"));
    addTrainingOptions(line);
    line.addOption(
        {QStringLiteral("start")},
        Text::tr("Weights to begin with: a model, a file of discriminators. May be given "
                 "several times."),
        QStringLiteral("file"));
    line.addOption({QStringLiteral("list-options")},
                   Text::tr("Show all options and their defaults."));
    if (!line.parse(arguments)) {
        return Success;
    }
    if (line.isSet(QStringLiteral("list-options"))) {
        for (const OptionInfo& info : option_list()) {
            printOut(QStringLiteral("%1 %2 %3\n")
                         .arg(QString::fromStdString(info.name), -24)
                         .arg(QString::fromStdString(info.value + " " + info.unit), -16)
                         .arg(QString::fromStdString(info.help)));
        }
        return Success;
    }
    if (!line.isSet(QStringLiteral("out"))) {
        throw UsageError(Text::tr("--out is needed: the folder of the run"));
    }
    if (line.isSet(QStringLiteral("background"))) {
        stepBack();
    }
    trainAndTell(line, line.value(QStringLiteral("out")));
    return Success;
}

}  // namespace tessera
