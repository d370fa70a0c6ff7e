// The command line of `tessera render`.
#include "app/terminal/render_options.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include "app/terminal/command_line.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RenderCommand)
};

void addOptions(CommandLine& line) {
    const auto add = [&](const char* names, const QString& text, const char* value) {
        line.addOption(
            QString::fromLatin1(names).split(QLatin1Char(' ')), text, QString::fromLatin1(value));
    };
    add("o output", Text::tr("Photo to write (.png, .jpg), or a folder."), "out");
    addDrawingOptions(line);
    add("dump", Text::tr("Writes everything inside the network to a folder."), "folder");
}

bool isPicture(const QString& file) {
    static const QStringList suffixes = {
        QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg")};
    return suffixes.contains(QFileInfo(file).suffix().toLower());
}

bool isFolder(const QString& out) {
    return out.endsWith(QLatin1Char('/')) || QFileInfo(out).isDir();
}

// One label and a picture's name: that file. Else a folder, the photos named after the labels.
std::vector<RenderItem> planItems(const QStringList& labels,
                                  const QString& out,
                                  const QString& dump) {
    const bool folder = isFolder(out);
    if (!folder && isPicture(out)) {
        if (labels.size() > 1) {
            throw UsageError(Text::tr("-o %1: several labels need a folder").arg(out));
        }
        return {{labels.first(), out, dump}};
    }
    if (!folder && (labels.size() == 1 || !QFileInfo(out).suffix().isEmpty())) {
        throw UsageError(
            Text::tr("-o %1: must end in .png, .jpg or .jpeg, or be a folder").arg(out));
    }
    std::vector<RenderItem> items;
    QSet<QString> names;
    for (const QString& label : labels) {
        const QString name = QFileInfo(label).completeBaseName();
        if (names.contains(name)) {
            throw UsageError(
                Text::tr("two labels are called %1, and one folder takes both").arg(name));
        }
        names.insert(name);
        items.push_back({label,
                         QDir(out).filePath(name + QStringLiteral(".png")),
                         dump.isEmpty() ? QString() : QDir(dump).filePath(name)});
    }
    return items;
}

}  // namespace

std::optional<RenderOptions> parseRenderOptions(const QStringList& arguments) {
    CommandLine line(
        QStringLiteral("render"),
        Text::tr("LABEL... -o OUT"),
        Text::tr(
            "Makes photos of label maps: id, indexed or coloured pictures, or saved "
            "paintings, whose own palette, model and style count unless an option says "
            "otherwise. Several labels go to a folder, or those of one --source on one sheet."));
    addOptions(line);
    if (!line.parse(arguments)) {
        return std::nullopt;
    }
    if (line.positional().isEmpty()) {
        throw UsageError(Text::tr("a label map is needed"));
    }
    if (line.value(QStringLiteral("output")).isEmpty()) {
        throw UsageError(Text::tr("-o is needed: where the photo goes"));
    }
    RenderOptions options;
    options.drawing = drawingOptions(line);
    const QString out = line.value(QStringLiteral("output"));
    const QString dump = line.value(QStringLiteral("dump"));
    if (line.positional().size() > 1 && !options.drawing.source.isEmpty() && isPicture(out) &&
        !isFolder(out)) {
        if (!dump.isEmpty()) {
            throw UsageError(Text::tr("--dump needs a folder for the photos, not one sheet"));
        }
        options.sheet = out;
        for (const QString& label : line.positional()) {
            options.items.push_back({label, {}, {}});
        }
    } else {
        options.items = planItems(line.positional(), out, dump);
    }
    return options;
}

}  // namespace tessera
