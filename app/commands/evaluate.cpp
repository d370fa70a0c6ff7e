// tessera evaluate: how close a model's pictures come to photos that it has not seen.
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/commands/commands.h"
#include "app/terminal/arguments.h"
#include "app/terminal/dataset_arguments.h"
#include "app/terminal/progress_bar.h"
#include "core/files/whole_file.h"
#include "core/jobs/model_library.h"
#include "core/jobs/resources.h"
#include "core/palette/palette_library.h"
#include "model/files/model_file.h"
#include "model/files/segmenter_file.h"
#include "model/metrics/evaluation.h"
#include "model/segmentation/segmenter.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(EvaluateCommand)
};

const QString kMeanColours = QStringLiteral("mean-colours");

void printTable(const Evaluation& evaluation) {
    for (const EvaluationFigure& figure : evaluation.figures) {
        printOut(QStringLiteral("%1 %2 %3 %4\n")
                     .arg(QString::fromStdString(figure.name), -34)
                     .arg(figure.value, 10, 'f', 4)
                     .arg(QString::fromStdString(figure.unit), -3)
                     .arg(QString::fromStdString(figure.network)));
    }
    printOut(Text::tr("%n pictures\n", nullptr, static_cast<int>(evaluation.pictures)));
    for (const std::string& problem : evaluation.left_out) {
        printError(Text::tr("left out: %1\n").arg(QString::fromStdString(problem)));
    }
}

QJsonArray agreement(const std::vector<ClassAgreement>& classes) {
    QJsonArray list;
    for (const ClassAgreement& one : classes) {
        list.append(
            QJsonObject{{QStringLiteral("id"), one.id},
                        {QStringLiteral("name"), QString::fromStdString(one.name)},
                        {QStringLiteral("iou"), one.iou ? QJsonValue(*one.iou) : QJsonValue()}});
    }
    return list;
}

QByteArray json(const Evaluation& evaluation) {
    QJsonArray figures;
    for (const EvaluationFigure& figure : evaluation.figures) {
        figures.append(
            QJsonObject{{QStringLiteral("name"), QString::fromStdString(figure.key)},
                        {QStringLiteral("value"), figure.value},
                        {QStringLiteral("unit"), QString::fromStdString(figure.unit)},
                        {QStringLiteral("network"), QString::fromStdString(figure.network)}});
    }
    QJsonObject object{{QStringLiteral("pictures"), static_cast<qint64>(evaluation.pictures)},
                       {QStringLiteral("figures"), figures}};
    if (!evaluation.agreement.empty()) {
        object[QStringLiteral("class_iou")] = agreement(evaluation.agreement);
    }
    if (!evaluation.photo_agreement.empty()) {
        object[QStringLiteral("photo_class_iou")] = agreement(evaluation.photo_agreement);
    }
    return QJsonDocument(object).toJson();
}

/// The model's own classes, or the palette's where its file names none.
void takeClasses(const CommandLine& line, const DatasetLayout& layout, EvaluationRequest& request) {
    QString paletteName = line.value(QStringLiteral("palette"));
    if (!request.average_colours) {
        const ModelCard card = is_segmenter(request.model) ? segmenter_card(request.model)
                                                           : ModelFile::open(request.model).card();
        request.classes = card.classes;
        request.palette = card.palette;
        if (paletteName.isEmpty()) {
            paletteName = QString::fromStdString(card.palette);
        }
    }
    Palette palette = PaletteLibrary::load().find(paletteName);
    if (palette.isEmpty()) {
        palette = datasetPalette(line, layout);
    }
    if (request.palette.empty()) {
        request.palette = palette.id().toStdString();
    }
    request.void_ids = overlookedIds(palette);
    if (request.classes.empty()) {
        request.classes = learntClasses(palette);
    }
}

void addUsersNetworks(CommandLine& line) {
    line.addOption({QStringLiteral("classifier")},
                   Text::tr("File of a classifier of your own, for scores, accuracies, KL and "
                            "Fréchet distance: AlexNet, VGG-16 or VGG-19, EfficientNet-Lite, or "
                            "TorchScript, whose code runs."),
                   QStringLiteral("file"));
    line.addOption({QStringLiteral("lpips")},
                   Text::tr("File of AlexNet or VGG-16, for LPIPS; with --lpips-linear."),
                   QStringLiteral("file"));
    line.addOption({QStringLiteral("lpips-linear")},
                   Text::tr("File of LPIPS's own weights, lin0 to lin4."),
                   QStringLiteral("file"));
}

void takeUsersNetworks(const CommandLine& line, EvaluationRequest& request) {
    if (line.isSet(QStringLiteral("lpips")) != line.isSet(QStringLiteral("lpips-linear"))) {
        throw UsageError(Text::tr("--lpips and --lpips-linear go together"));
    }
    request.classifier = line.value(QStringLiteral("classifier")).toStdString();
    request.lpips = line.value(QStringLiteral("lpips")).toStdString();
    request.lpips_linear = line.value(QStringLiteral("lpips-linear")).toStdString();
}

void describeOptions(CommandLine& line) {
    addDatasetOptions(line);
    line.addOption({QStringLiteral("split")},
                   Text::tr("Part of the data: val or train."),
                   QStringLiteral("name"));
    line.addOption({QStringLiteral("features")},
                   Text::tr("File of the network that judges; else the one that comes with the "
                            "program, which no model is trained against."),
                   QStringLiteral("file"));
    addUsersNetworks(line);
    line.addOption(
        {QStringLiteral("segmenter")},
        Text::tr("Segmenter that reads the classes back off the drawn pictures, for mIoU "
                 "and accuracy: a file, or the palette of one that comes with the "
                 "program."),
        QStringLiteral("file"));
    line.addOption(
        {QStringLiteral("side")}, Text::tr("Pixels of the square."), QStringLiteral("count"));
    line.addOption(
        {QStringLiteral("seed")}, Text::tr("Seed of styles and noise."), QStringLiteral("number"));
    addDeviceOption(line);
    line.addOption({QStringLiteral("json")},
                   Text::tr("Write the figures to a JSON file, too."),
                   QStringLiteral("file"));
    line.addOption({QStringLiteral("keep")},
                   Text::tr("Write the drawn pictures to a folder."),
                   QStringLiteral("folder"));
}

/// A file, or one that comes with the program by its palette's name.
QString segmenterArgument(const QString& fileOrPalette) {
    const QString shipped = segmenterFor(fileOrPalette);
    return shipped.isEmpty() ? fileOrPalette : shipped;
}

EvaluationRequest chosenRequest(const CommandLine& line) {
    EvaluationRequest request;
    takeUsersNetworks(line, request);
    const DatasetArgument data = datasetArgument(line);
    const QString split = line.choice(QStringLiteral("split"),
                                      {QStringLiteral("val"), QStringLiteral("train")},
                                      QStringLiteral("val"));
    request.average_colours = line.positional().first() == kMeanColours;
    if (!request.average_colours) {
        request.model = ModelLibrary::load().find(line.positional().first()).toStdString();
    }
    request.segmenter = segmenterArgument(line.value(QStringLiteral("segmenter"))).toStdString();
    request.segmenter_features = learningFeatures().toStdString();
    if (!request.segmenter.empty() && is_segmenter(request.model)) {
        throw UsageError(
            Text::tr("--segmenter judges what a generator draws, and %1 is a segmenter")
                .arg(line.positional().first()));
    }
    takeClasses(line, *data.layout, request);
    request.pairs =
        list_dataset(*data.layout, data.folder.toStdString(), split.toStdString()).pairs;
    request.features = line.value(QStringLiteral("features"), judgingFeatures()).toStdString();
    request.side = line.number(QStringLiteral("side"), 16, 4096, request.side);
    request.seed = static_cast<uint64_t>(line.number(QStringLiteral("seed"), 0, UINT32_MAX, 1));
    request.device = device_named(deviceArgument(line, QStringLiteral("auto")).toStdString());
    request.keep = line.value(QStringLiteral("keep")).toStdString();
    return request;
}

}  // namespace

int evaluateCommand(const QStringList& arguments) {
    CommandLine line(QStringLiteral("evaluate"),
                     QStringLiteral("MODEL --data FOLDER --layout NAME"),
                     Text::tr("Measures a model on photos and their label maps: the square in the "
                              "middle of each, a random style a picture. %1 in the place of MODEL "
                              "measures flat areas in the classes' mean colours; of a segmenter it "
                              "measures what that reads off the photos.")
                         .arg(kMeanColours));
    describeOptions(line);
    if (!line.parse(arguments)) {
        return Success;
    }
    if (line.positional().size() != 1) {
        throw UsageError(Text::tr("one model is needed"));
    }
    const EvaluationRequest request = chosenRequest(line);
    Evaluation evaluation;
    {
        ProgressBar bar(static_cast<int>(request.pairs.size()));
        evaluation = evaluate(request, [&](int64_t done) { bar.show(static_cast<int>(done), {}); });
    }
    printTable(evaluation);
    if (line.isSet(QStringLiteral("json"))) {
        writeWhole(line.value(QStringLiteral("json")), json(evaluation));
    }
    return Success;
}

}  // namespace tessera
