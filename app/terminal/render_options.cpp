// The command line of `tessera render`.
#include "app/terminal/render_options.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <limits>

#include "app/terminal/arguments.h"
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
    add("m model", Text::tr("Model: a file, or the name of one at hand."), "model");
    add("p palette",
        Text::tr("What ids and colours mean: a palette's id or JSON file."),
        "palette");
    add("style-seed", Text::tr("Draws the style vector from this number."), "number");
    add("style-from", Text::tr("Takes the style of a photo."), "photo");
    add("noise-seed", Text::tr("Draws the texture from this number."), "number");
    add("size", Text::tr("Scales the labels first, by nearest neighbour."), "WxH");
    add("tile", Text::tr("Class map of a cross-view strip: aerial or ground."), "tile");
    add("dump", Text::tr("Writes everything inside the network to a folder."), "folder");
    addEngineOptions(line);
}

bool isPicture(const QString& file) {
    static const QStringList suffixes = {
        QStringLiteral("png"), QStringLiteral("jpg"), QStringLiteral("jpeg")};
    return suffixes.contains(QFileInfo(file).suffix().toLower());
}

// One label and a picture's name: that file. Else a folder, the photos named after the labels.
std::vector<RenderItem> planItems(const QStringList& labels,
                                  const QString& out,
                                  const QString& dump) {
    const bool folder = out.endsWith(QLatin1Char('/')) || QFileInfo(out).isDir();
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

std::optional<quint32> seed(const CommandLine& line, const QString& name) {
    if (!line.isSet(name)) {
        return std::nullopt;
    }
    return static_cast<quint32>(line.number(name, 0, std::numeric_limits<quint32>::max(), 0));
}

}  // namespace

std::optional<RenderOptions> parseRenderOptions(const QStringList& arguments) {
    CommandLine line(
        QStringLiteral("render"),
        Text::tr("LABEL... -o OUT"),
        Text::tr("Makes photos of label maps: id, indexed or coloured pictures, or saved "
                 "paintings, whose own palette, model and style count unless an option says "
                 "otherwise. Several labels go to a folder."));
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
    if (line.isSet(QStringLiteral("style-seed")) && line.isSet(QStringLiteral("style-from"))) {
        throw UsageError(Text::tr("--style-seed and --style-from exclude each other"));
    }
    RenderOptions options;
    options.items = planItems(line.positional(),
                              line.value(QStringLiteral("output")),
                              line.value(QStringLiteral("dump")));
    options.model = line.value(QStringLiteral("model"));
    options.palette = line.value(QStringLiteral("palette"));
    options.settings = engineSettings(line);
    options.styleSeed = seed(line, QStringLiteral("style-seed"));
    options.noiseSeed = seed(line, QStringLiteral("noise-seed"));
    options.styleFrom = line.value(QStringLiteral("style-from"));
    if (line.isSet(QStringLiteral("size"))) {
        options.size = sizeArgument(line.value(QStringLiteral("size")));
    }
    const QString ground = QStringLiteral("ground");
    const QString tile =
        line.choice(QStringLiteral("tile"), {ground, QStringLiteral("aerial")}, ground);
    options.reading.tile = tile == ground ? StripTile::Ground : StripTile::Aerial;
    return options;
}

}  // namespace tessera
