// tessera palettes: which there are, and what is in one.
#include <QCoreApplication>

#include "app/commands/commands.h"
#include "app/terminal/arguments.h"
#include "app/terminal/command_line.h"
#include "core/palette/palette_library.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(PalettesCommand)
};

void printList(const PaletteLibrary& library) {
    for (const Palette& palette : library.palettes()) {
        printOut(QStringLiteral("%1 %2  %3\n")
                     .arg(palette.id(), -16)
                     .arg(palette.size(), 4)
                     .arg(palette.title()));
    }
    for (const QString& problem : library.problems()) {
        printError(Text::tr("note: %1\n").arg(problem));
    }
}

void printClasses(const Palette& palette) {
    for (const PaletteClass& one : palette.classes()) {
        QString line = QStringLiteral("%1  %2  %3").arg(one.id, 5).arg(one.color.name(), one.name);
        if (!one.group.isEmpty()) {
            line += QStringLiteral("  (%1)").arg(one.group);
        }
        if (!one.trainable) {
            line += Text::tr("  not trained on");
        }
        printOut(line + QLatin1Char('\n'));
    }
}

}  // namespace

int palettesCommand(const QStringList& arguments) {
    CommandLine line(QStringLiteral("palettes"),
                     QStringLiteral("[PALETTE]"),
                     Text::tr("Lists the palettes at hand, or the classes of one: id in label "
                              "files, colour, name. PALETTE is an id or a JSON file."));
    if (!line.parse(arguments)) {
        return Success;
    }
    if (line.positional().size() > 1) {
        throw UsageError(Text::tr("one palette at a time"));
    }
    const PaletteLibrary library = PaletteLibrary::load();
    if (line.positional().isEmpty()) {
        printList(library);
    } else {
        printClasses(paletteArgument(library, line.positional().first()));
    }
    return Success;
}

}  // namespace tessera
