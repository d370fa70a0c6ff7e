// From names and texts to a run's folder.
#include "core/jobs/training/training_choices.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <stdexcept>

#include "core/jobs/training/learnt_classes.h"
#include "core/palette/palette_library.h"
#include "model/data/dataset.h"
#include "model/training/run_folder.h"

namespace tessera {
namespace {

constexpr int kLongestName = 100;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(TrainingChoices)
};

/// SEAN has no branches, no classifier, and codes in the place of a style's distribution.
constexpr const char* kWithoutSean[] = {
    "class_l1", "global_l1", "local_l1", "class_loss", "source_critic", "style_kl", "style_base"};

/// What the data or the preset says, and what a generator of this kind has not.
bool isSettled(const std::string& option, const std::string& trains) {
    const auto begins = [&](const char* prefix) { return option.rfind(prefix, 0) == 0; };
    const bool sean = trains == "sean";
    if (sean && std::find(std::begin(kWithoutSean), std::end(kWithoutSean), option) !=
                    std::end(kWithoutSean)) {
        return true;
    }
    return option == "network.classes" || option == "network.image_channels" ||
           option == "sean.semantic" || option == "trains" || begins("segmenter.") ||
           begins(sean ? "network." : "sean.");
}

TrainingChoice::Kind kindOf(OptionInfo::Kind kind) {
    switch (kind) {
        case OptionInfo::Kind::flag:
            return TrainingChoice::Kind::Flag;
        case OptionInfo::Kind::whole:
            return TrainingChoice::Kind::Whole;
        case OptionInfo::Kind::real:
            return TrainingChoice::Kind::Real;
        case OptionInfo::Kind::text:
            break;
    }
    return TrainingChoice::Kind::Text;
}

}  // namespace

QStringList allPresets() {
    QStringList names;
    for (const std::string& name : preset_names()) {
        names << QString::fromStdString(name);
    }
    return names;
}

QStringList trainingPresets() {
    QStringList names = allPresets();
    names.erase(std::remove_if(names.begin(),
                               names.end(),
                               [](const QString& name) {
                                   return preset(name.toStdString()).trains == "segmenter";
                               }),
                names.end());
    return names;
}

QList<TrainingChoice> trainingChoices(const QString& presetName) {
    const TrainingOptions values = preset(presetName.toStdString());
    QList<TrainingChoice> choices;
    for (const OptionInfo& info : option_list()) {
        if (isSettled(info.name, values.trains)) {
            continue;
        }
        TrainingChoice choice;
        choice.name = QString::fromStdString(info.name);
        choice.kind = kindOf(info.kind);
        choice.value = QString::fromStdString(option_value(values, info.name));
        choice.least = info.least;
        choice.most = info.most;
        for (const std::string& text : info.choices) {
            choice.choices << QString::fromStdString(text);
        }
        choice.unit = QString::fromStdString(info.unit);
        choice.help = QString::fromStdString(info.help);
        choices << choice;
    }
    return choices;
}

void makeRun(const QString& runs, const NewRun& run) {
    if (const QString why = whyNoRunName(runs, run.name); !why.isEmpty()) {
        throw std::runtime_error(why.toStdString());
    }
    const Palette palette = PaletteLibrary::load().find(run.palette);
    if (palette.isEmpty()) {
        throw std::runtime_error(Text::tr("there is no palette %1").arg(run.palette).toStdString());
    }
    const TrainingData data =
        trainingData(run.data, dataset_layout(run.layout.toStdString()).name, palette, run.start);
    TrainingOptions options = preset(run.preset.toStdString());
    for (auto it = run.options.begin(); it != run.options.end(); ++it) {
        set_option(options, it.key().toStdString(), it.value().toStdString());
    }
    RunFolder::create(
        QDir(runs).filePath(run.name).toStdString(), fitted_options(options, data), data);
}

QString whyNoRunName(const QString& runs, const QString& name) {
    if (name.trimmed().isEmpty()) {
        return Text::tr("the run needs a name");
    }
    if (name != name.trimmed() || name.contains(QLatin1Char('/')) ||
        name.startsWith(QLatin1Char('.')) || name.size() > kLongestName) {
        return Text::tr(
                   "%1: a name has no /, begins with no dot or space, and is at most %2 "
                   "characters long")
            .arg(name)
            .arg(kLongestName);
    }
    if (QFileInfo::exists(QDir(runs).filePath(name))) {
        return Text::tr("there is a run called %1 already").arg(name);
    }
    return {};
}

}  // namespace tessera
