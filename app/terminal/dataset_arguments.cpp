// Data sets on the command line.
#include "app/terminal/dataset_arguments.h"

#include <QCoreApplication>

#include "app/terminal/arguments.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(DatasetArguments)
};

QStringList layoutNames() {
    QStringList names;
    for (const DatasetLayout& layout : dataset_layouts()) {
        names << QString::fromStdString(layout.name);
    }
    return names;
}

}  // namespace

void addDatasetOptions(CommandLine& line) {
    line.addOption(
        {QStringLiteral("data")}, Text::tr("Folder of the data set."), QStringLiteral("folder"));
    line.addOption(
        {QStringLiteral("layout")},
        Text::tr("How it is laid out: %1.").arg(layoutNames().join(QStringLiteral(", "))),
        QStringLiteral("name"));
    line.addOption(
        {QStringLiteral("palette")},
        Text::tr("Palette of its ids, by name or as a JSON file; the layout's own where it "
                 "has one."),
        QStringLiteral("palette"));
}

DatasetArgument datasetArgument(const CommandLine& line) {
    if (!line.isSet(QStringLiteral("data")) || !line.isSet(QStringLiteral("layout"))) {
        throw UsageError(Text::tr("--data and --layout are needed"));
    }
    const QString layout = line.choice(QStringLiteral("layout"), layoutNames(), {});
    return {line.value(QStringLiteral("data")), &dataset_layout(layout.toStdString())};
}

Palette datasetPalette(const CommandLine& line, const DatasetLayout& layout) {
    const QString name =
        line.value(QStringLiteral("palette"), QString::fromStdString(layout.palette));
    if (name.isEmpty()) {
        throw UsageError(Text::tr("--palette is needed with --layout %1")
                             .arg(QString::fromStdString(layout.name)));
    }
    return paletteArgument(PaletteLibrary::load(), name);
}

}  // namespace tessera
