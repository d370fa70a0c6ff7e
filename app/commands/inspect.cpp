// tessera inspect: what a model does inside, as figures and tables.
#include <QCoreApplication>
#include <QFileInfo>

#include "app/commands/commands.h"
#include "app/terminal/inspect_options.h"
#include "app/terminal/label_drawer.h"
#include "app/terminal/progress_bar.h"
#include "core/jobs/figures/figures.h"
#include "model/inspection/insides.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(InspectCommand)
};

InspectionParts partsFor(FigureKind kind) {
    switch (kind) {
        case FigureKind::Kernels:
        case FigureKind::Purity:
            return InspectionPart::Kernels;
        case FigureKind::Classes:
            return InspectionPart::Branches | InspectionPart::ClassOutputs;
        case FigureKind::Weights:
            return InspectionPart::Weights;
        case FigureKind::Features:
            return InspectionPart::Features;
        case FigureKind::Codes:
            return InspectionPart::Codes;
        case FigureKind::Segmentation:
            break;  // the photo alone
    }
    return {};
}

FigureSubject subjectOf(LabelDrawer& drawer, const QString& file, InspectionParts parts) {
    const QString before = drawer.modelFile();
    const PaintingData painting = drawer.open(file);
    if (!before.isEmpty() && before != drawer.modelFile()) {
        fail(file, Text::tr("it is of another model than the label maps before it"));
    }
    const OpenedModel& model = drawer.model();
    const ModelInside inside = insideOf(model.engine->traits());
    for (const auto& [part, reason] : inside.missing) {
        if (parts.testFlag(part)) {
            fail(drawer.modelFile(), reason);
        }
    }
    RenderRequest request = drawer.request(file, painting);
    request.keep = keepOf(parts);
    return named(file, [&] {
        return FigureSubject{
            QFileInfo(file).completeBaseName(),
            Inspection(render_insides(model.engine, request), model.info.palette, 0)};
    });
}

/// The model's channels by their classes' names.
std::vector<quint16> channelsOf(const QStringList& names, const Inspection& inspection) {
    std::vector<quint16> channels;
    for (const QString& name : names) {
        const int channel = inspection.palette().indexOfName(name);
        if (channel < 0) {
            QStringList present;
            for (const ClassShare& one : inspection.classes()) {
                present << one.name;
            }
            fail(name,
                 Text::tr("the model has no class of this name; in the picture are: %1")
                     .arg(present.join(QStringLiteral(", "))));
        }
        channels.push_back(static_cast<quint16>(channel));
    }
    return channels;
}

/// An index into the model's decoders.
int decoderOf(const QString& name, const Inspection& inspection) {
    const QStringList& names = inspection.model().decoders;
    const auto index = name.isEmpty() ? 0 : names.indexOf(name);
    if (index < 0) {
        fail(name,
             names.size() < 2 ? Text::tr("the branches of the model share one decoder")
                              : Text::tr("the model has no decoder of this name, but: %1")
                                    .arg(names.join(QStringLiteral(", "))));
    }
    return static_cast<int>(index);
}

Figure figureOf(const InspectOptions& options, const FigureSubjects& subjects) {
    const int decoder = decoderOf(options.decoder, subjects.front().inspection);
    switch (options.kind) {
        case FigureKind::Kernels:
            return kernelsFigure(subjects, options.pixels, decoder);
        case FigureKind::Classes:
            return classesFigure(subjects);
        case FigureKind::Weights:
            return weightsFigure(subjects);
        case FigureKind::Purity:
            return purityFigure(subjects, decoder);
        case FigureKind::Segmentation:
            return segmentationFigure(subjects, LabelReader(subjects.front().inspection.palette()));
        case FigureKind::Codes:
            return codesFigure(subjects);
        case FigureKind::Features:
            break;
    }
    FeaturesChoice choice;
    choice.classes = channelsOf(options.classes, subjects.front().inspection);
    choice.channels = options.channels;
    choice.commonScale = options.commonScale;
    choice.decoder = decoder;
    return featuresFigure(subjects, choice);
}

/// Table after table and not all pictures at once: a data set may be large.
PurityFindings purityOfAll(LabelDrawer& drawer, const InspectOptions& options) {
    ProgressBar progress(static_cast<int>(options.labels.size()));
    std::vector<PurityFindings> tables;
    for (const QString& label : options.labels) {
        progress.show(static_cast<int>(tables.size()), QFileInfo(label).fileName());
        const FigureSubject subject = subjectOf(drawer, label, InspectionPart::Kernels);
        tables.push_back(subject.inspection.purity(decoderOf(options.decoder, subject.inspection)));
    }
    return joined(tables);
}

FigureSubjects subjectsOf(LabelDrawer& drawer, const InspectOptions& options) {
    ProgressBar progress(static_cast<int>(options.labels.size()));
    FigureSubjects subjects;
    for (const QString& label : options.labels) {
        progress.show(static_cast<int>(subjects.size()), QFileInfo(label).fileName());
        subjects.push_back(subjectOf(drawer, label, partsFor(options.kind)));
    }
    return subjects;
}

}  // namespace

int inspectCommand(const QStringList& arguments) {
    const std::optional<InspectOptions> options = parseInspectOptions(arguments);
    if (!options) {
        return Success;
    }
    LabelDrawer drawer(options->drawing);
    if (options->files.isEmpty()) {
        printOut(purityText(purityOfAll(drawer, *options)));
    } else {
        const FigureSubjects subjects = subjectsOf(drawer, *options);
        const Figure figure = figureOf(*options, subjects);
        for (const QString& file : options->files) {
            writeFigure(figure, file);
        }
        if (options->kind == FigureKind::Purity) {
            printOut(purityText(
                purityOf(subjects, decoderOf(options->decoder, subjects.front().inspection))));
        }
    }
    for (const QString& note : drawer.notes()) {
        printError(Text::tr("note: %1\n").arg(note));
    }
    return Success;
}

}  // namespace tessera
