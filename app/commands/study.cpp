// tessera study: trains variants of one network alike, and puts them side by side.
#include <QCoreApplication>
#include <QFileInfo>

#include "app/commands/commands.h"
#include "app/terminal/dataset_arguments.h"
#include "app/terminal/progress_bar.h"
#include "app/terminal/training_terminal.h"
#include "core/jobs/resources.h"
#include "core/jobs/training/training_choices.h"
#include "core/jobs/training/training_processes.h"
#include "model/training/study/study.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(StudyCommand)
};

constexpr int kDefaultSteps = 3000;
constexpr int kDefaultPictures = 6;
constexpr int kPrintedEvery = 100;  // steps

/// Options of the command, and those of the training that they stand for.
const std::pair<QString, const char*> kShorthands[] = {{QStringLiteral("steps"), "steps"},
                                                       {QStringLiteral("seed"), "seed"},
                                                       {QStringLiteral("size"), "crop"},
                                                       {QStringLiteral("threads"), "threads"}};

Study chosenStudy(const CommandLine& line) {
    QStringList names;
    for (const std::string& name : study_names()) {
        names << QString::fromStdString(name);
    }
    if (line.positional().size() != 1 || !names.contains(line.positional().first())) {
        throw UsageError(
            Text::tr("one study is needed: %1").arg(names.join(QStringLiteral(" or "))));
    }
    return study_named(line.positional().first().toStdString());
}

/// What every variant is trained with.
TrainingOptions chosenOptions(const CommandLine& line, const Study& study) {
    const QStringList presets = trainingPresets();
    TrainingOptions options =
        preset(line.choice(QStringLiteral("preset"), presets, presets.first()).toStdString());
    options.steps = kDefaultSteps;
    options.late_part = 0;  // pictures of one size throughout
    for (const auto& [name, option] : kShorthands) {
        if (line.isSet(name)) {
            set_option(options, option, line.value(name).toStdString());
        }
    }
    for (const auto& setting : line.settings(QStringLiteral("set"))) {
        if (varies(study, setting.first.toStdString())) {
            throw UsageError(
                Text::tr("--set %1: this is what the study varies").arg(setting.first));
        }
    }
    applyTrainingOptions(line, options);
    return options;
}

StudyRequest chosenRequest(const CommandLine& line) {
    StudyRequest request;
    request.study = chosenStudy(line);
    if (!line.isSet(QStringLiteral("out"))) {
        throw UsageError(Text::tr("--out is needed: the folder of the study"));
    }
    request.folder = QFileInfo(line.value(QStringLiteral("out"))).absoluteFilePath().toStdString();
    request.options = chosenOptions(line, request.study);
    const DatasetArgument data = datasetArgument(line);
    request.data =
        trainingData(data.folder, data.layout->name, datasetPalette(line, *data.layout), {});
    request.features = learningFeatures().toStdString();
    request.judge = line.value(QStringLiteral("features"), judgingFeatures()).toStdString();
    request.pictures = line.number(QStringLiteral("pictures"), 1, 1000, kDefaultPictures);
    return request;
}

/// Tells on the terminal how far a study is.
class Teller {
public:
    explicit Teller(int64_t steps) : steps_(static_cast<int>(steps)), bar_(steps_) {}

    void trained(const StudyVariant& variant, const TrainingLine& step) {
        const QString name = QString::fromStdString(variant.name);
        bar_.show(static_cast<int>(step.step), name);
        if (step.step % kPrintedEvery == 0 || step.skipped || step.step == steps_) {
            bar_.clear();
            printOut(QStringLiteral("%1  %2/%3  %4%5\n")
                         .arg(name)
                         .arg(step.step)
                         .arg(steps_)
                         .arg(termsLine(step),
                              step.skipped ? Text::tr("  (not finite: skipped)") : QString()));
        }
    }

    void judged(const StudyVariant& variant, int64_t done, int64_t all) {
        if (done == all) {
            bar_.clear();
            printOut(Text::tr("%1  judged\n").arg(QString::fromStdString(variant.name)));
        }
    }

private:
    int steps_;
    ProgressBar bar_;
};

void describeOptions(CommandLine& line) {
    addDatasetOptions(line);
    line.addOption({QStringLiteral("out"), QStringLiteral("o")},
                   Text::tr("Folder of the study."),
                   QStringLiteral("folder"));
    line.addOption({QStringLiteral("preset")},
                   Text::tr("What the variants are made of: realtime, paper or cross-view."),
                   QStringLiteral("name"));
    line.addOption({QStringLiteral("steps")},
                   Text::tr("Steps of each variant; %1.").arg(kDefaultSteps),
                   QStringLiteral("count"));
    line.addOption({QStringLiteral("seed")},
                   Text::tr("What weights, order and noise are drawn from."),
                   QStringLiteral("number"));
    line.addOption({QStringLiteral("size")},
                   Text::tr("Pixels of the squares that are learnt from."),
                   QStringLiteral("count"));
    line.addOption({QStringLiteral("threads")},
                   Text::tr("Threads of the processor; 0: all."),
                   QStringLiteral("count"));
    line.addOption({QStringLiteral("features")},
                   Text::tr("File of the network that judges; else the one that comes with the "
                            "program."),
                   QStringLiteral("file"));
    line.addOption({QStringLiteral("pictures")},
                   Text::tr("Held-out pictures on the sheet; %1.").arg(kDefaultPictures),
                   QStringLiteral("count"));
    line.addOption({QStringLiteral("background")},
                   Text::tr("Train below normal priority, and go on when the session ends."));
    addTrainingOptions(line);
}

}  // namespace

int studyCommand(const QStringList& arguments) {
    CommandLine line(QStringLiteral("study"),
                     QStringLiteral("ablation|upsampling --data FOLDER --layout NAME --out FOLDER"),
                     Text::tr("Trains variants of one network from one seed for equal steps on "
                              "equal data, judges them by the held-out pictures, and writes "
                              "table.md, table.csv and sheet.png. ablation: B1 to B5 of Table 9; "
                              "upsampling: B1 to B8 of Table 12. The same command goes on with a "
                              "study that was stopped."));
    describeOptions(line);
    if (!line.parse(arguments)) {
        return Success;
    }
    const StudyRequest request = chosenRequest(line);
    if (line.isSet(QStringLiteral("background"))) {
        stepBack();
    }
    catchInterrupts();
    Teller teller(request.options.steps);
    StudyObserver observer;
    observer.trained = [&](const StudyVariant& variant, const TrainingLine& step) {
        teller.trained(variant, step);
    };
    observer.judged = [&](const StudyVariant& variant, int64_t done, int64_t all) {
        teller.judged(variant, done, all);
    };
    observer.stops = interrupted;
    const QString folder = QString::fromStdString(request.folder.string());
    printOut(run_study(request, observer)
                 ? Text::tr("Done: %1/table.md\n").arg(folder)
                 : Text::tr("Stopped; the same command goes on with %1.\n").arg(folder));
    return Success;
}

}  // namespace tessera
