// tessera info: what a model file says about itself, and what it costs.
#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/commands/commands.h"
#include "app/terminal/command_line.h"
#include "core/jobs/model_library.h"
#include "core/jobs/rendering.h"
#include "model/files/metadata.h"
#include "model/files/safetensors.h"
#include "model/files/segmenter_file.h"
#include "model/inference/engine.h"
#include "model/networks/published/parameters.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(InfoCommand)
};

void printRow(const QString& name, const QString& value) {
    printOut(QStringLiteral("%1  %2\n").arg(name, -18).arg(value));
}

void printSection(const QString& title) {
    printOut(QStringLiteral("\n%1\n").arg(title));
}

QString classLine(qsizetype count, const QStringList& names) {
    return QStringLiteral("%1: %2").arg(count).arg(names.join(QStringLiteral(", ")));
}

QString storedTypes(const SafetensorsFile& file) {
    std::map<StoredType, int> counts;
    for (const auto& [name, tensor] : file.tensors()) {
        ++counts[tensor.type];
    }
    QStringList types;
    for (const auto& [type, count] : counts) {
        types << Text::tr("%1 tensors %2").arg(count).arg(QString::fromStdString(name_of(type)));
    }
    return types.join(QStringLiteral(", "));
}

QString valueText(const QJsonValue& value) {
    QStringList texts;
    const QJsonArray values = value.isArray() ? value.toArray() : QJsonArray{value};
    for (const auto& one : values) {
        texts << one.toVariant().toString();
    }
    return texts.join(QLatin1Char(' '));
}

/// A side of a network has options of its own.
void printOptions(const QJsonObject& options, const QString& prefix) {
    for (auto option = options.begin(); option != options.end(); ++option) {
        if (option.value().isObject()) {
            printOptions(option.value().toObject(), option.key() + QLatin1Char('.'));
        } else {
            printRow(prefix + option.key(), valueText(option.value()));
        }
    }
}

void printConfig(const std::string& json) {
    printOptions(QJsonDocument::fromJson(QByteArray::fromStdString(json)).object(), {});
}

void printCard(const ModelCard& card) {
    for (const auto& [field, value] : card.fields) {
        printRow(QString::fromStdString(field), QString::fromStdString(value));
    }
}

void printFile(const QString& path) {
    printRow(Text::tr("file"), QFileInfo(path).absoluteFilePath());
    printRow(Text::tr("size"),
             Text::tr("%1 MB, %2")
                 .arg(static_cast<double>(QFileInfo(path).size()) / 1e6, 0, 'f', 1)
                 .arg(storedTypes(*SafetensorsFile::open(path.toStdString()))));
}

QString cost(const Engine& engine, int side) {
    const double multiplications = static_cast<double>(render_cost(engine.config(), side, side));
    return Text::tr("%1 GMAC").arg(multiplications / 1e9, 0, 'f', 2);
}

void printModel(const OpenedModel& model) {
    const ModelInfo& info = model.info;
    printOut(info.title + QLatin1Char('\n'));
    printFile(info.file);
    printRow(Text::tr("network"), info.architecture);
    printRow(Text::tr("palette"), info.paletteId);
    QStringList names;
    for (const PaletteClass& one : info.palette.classes()) {
        names << one.name;
    }
    printRow(Text::tr("classes"), classLine(info.classes, names));
    printRow(Text::tr("parameters"), QString::number(info.parameters));
    printRow(Text::tr("style encoder"), info.styleEncoder ? Text::tr("yes") : Text::tr("no"));
    if (!info.obstacle.isEmpty()) {
        printRow(Text::tr("fast plan"), Text::tr("no: %1").arg(info.obstacle));
    }
    printRow(Text::tr("cost at 256 x 256"), cost(*model.engine, 256));
    printRow(Text::tr("cost at 512 x 512"), cost(*model.engine, 512));
    printSection(Text::tr("Card"));
    printCard(model.engine->card());
    printSection(Text::tr("Config"));
    printConfig(config_json(model.engine->config()));
}

/// Millions of weights, beside what the paper counted.
void printNetworks() {
    for (const CountedNetwork& network : published_networks()) {
        const QString published =
            network.published
                ? Text::tr("paper: %1 M")
                      .arg(*network.published, 0, 'f', *network.published < 20 ? 2 : 1)
                : QString();
        printOut(
            QStringLiteral("%1  %2  %3")
                .arg(QString::fromStdString(network.name), -48)
                .arg(Text::tr("%1 M").arg(static_cast<double>(network.parameters) / 1e6, 0, 'f', 2),
                     9)
                .arg(published)
                .trimmed() +
            QLatin1Char('\n'));
    }
}

void printSegmenter(const QString& path) {
    const SegmenterFile segmenter = SegmenterFile::open(path.toStdString());
    const ModelCard& card = segmenter.card();
    printOut(QString::fromStdString(card.title(segmenter.path().stem().string())) +
             QLatin1Char('\n'));
    printFile(path);
    printRow(Text::tr("network"), Text::tr("segmenter"));
    printRow(Text::tr("palette"), QString::fromStdString(card.palette));
    QStringList names;
    for (const ModelClass& one : card.classes) {
        names << QString::fromStdString(one.name);
    }
    printRow(Text::tr("classes"), classLine(names.size(), names));
    printRow(Text::tr("parameters"), QString::number(segmenter.parameters()));
    printSection(Text::tr("Card"));
    printCard(card);
    printSection(Text::tr("Config"));
    printConfig(segmenter_json(segmenter.config()));
}

}  // namespace

int infoCommand(const QStringList& arguments) {
    CommandLine line(QStringLiteral("info"),
                     QStringLiteral("[MODEL]"),
                     Text::tr("Shows a model's card, config, parameters and cost. MODEL is a file "
                              "or the name of one at hand."));
    line.addOption({QStringLiteral("networks")},
                   Text::tr("Shows how many weights the networks of the paper have instead."));
    if (!line.parse(arguments)) {
        return Success;
    }
    if (line.isSet(QStringLiteral("networks"))) {
        printNetworks();
        return Success;
    }
    if (line.positional().size() > 1) {
        throw UsageError(Text::tr("one model at a time"));
    }
    const QString file = ModelLibrary::load().find(line.positional().value(0));
    if (is_segmenter(file.toStdString())) {
        printSegmenter(file);
        return Success;
    }
    RenderSettings anywhere;
    anywhere.device = QStringLiteral("cpu");
    const OpenedModel model = openModelFile(file, anywhere);
    printModel(model);
    return Success;
}

}  // namespace tessera
