// Options of drawing, from their text to what they mean.
#include "app/terminal/drawing_options.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>
#include <limits>

#include "app/terminal/arguments.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(RenderCommand)
};

std::optional<quint32> seed(const CommandLine& line, const QString& name) {
    if (!line.isSet(name)) {
        return std::nullopt;
    }
    return static_cast<quint32>(line.number(name, 0, std::numeric_limits<quint32>::max(), 0));
}

/// "class=file" names a region, unless a file is called like that.
StyleFile styleFile(const QString& value) {
    const auto equals = value.indexOf(QLatin1Char('='));
    const bool region = equals > 0 && !QFileInfo::exists(value);
    return region ? StyleFile{value.left(equals), value.mid(equals + 1)} : StyleFile{{}, value};
}

std::vector<StyleFile> styleFiles(const CommandLine& line) {
    std::vector<StyleFile> files;
    for (const QString& value : line.values(QStringLiteral("style-from"))) {
        files.push_back(styleFile(value));
    }
    for (const QString& value : line.values(QStringLiteral("style-labels"))) {
        const StyleFile map = styleFile(value);
        const auto of = std::find_if(files.begin(), files.end(), [&](const StyleFile& file) {
            return file.region == map.region;
        });
        if (of == files.end()) {
            const QString prefix = map.region.isEmpty() ? QString() : map.region + QLatin1Char('=');
            throw UsageError(Text::tr("--style-labels %1: belongs to a photo: --style-from %2PHOTO "
                                      "is needed")
                                 .arg(value, prefix));
        }
        of->labels = map.photo;
    }
    return files;
}

}  // namespace

void addDrawingOptions(CommandLine& line) {
    const auto add = [&](const char* names, const QString& text, const char* value) {
        line.addOption(
            QString::fromLatin1(names).split(QLatin1Char(' ')), text, QString::fromLatin1(value));
    };
    add("m model", Text::tr("Model: a file, or the name of one at hand."), "model");
    add("p palette",
        Text::tr("What ids and colours mean: a palette's id or JSON file."),
        "palette");
    add("style-seed", Text::tr("Draws the style vector from this number."), "number");
    add("style-from",
        Text::tr("Takes the style of a photo; class=photo, for one region of it, where the model "
                 "has styles a region. May be given several times."),
        "photo");
    add("style-labels",
        Text::tr("The label map of the photo of --style-from, for models that look at it, or "
                 "class=label, of that region's photo; else the picture's own, and for one region "
                 "all of the photo. May be given several times."),
        "label");
    add("source",
        Text::tr("The photo that a cross-view model translates, of the labels' size; of a "
                 "cross-view strip the other view's."),
        "photo");
    add("noise-seed", Text::tr("Draws the texture from this number."), "number");
    add("size", Text::tr("Scales the labels first, by nearest neighbour."), "WxH");
    add("tile", Text::tr("Class map of a cross-view strip: aerial or ground."), "tile");
    addEngineOptions(line);
}

DrawingOptions drawingOptions(const CommandLine& line) {
    if (line.isSet(QStringLiteral("style-seed")) && line.isSet(QStringLiteral("style-from"))) {
        throw UsageError(Text::tr("--style-seed and --style-from exclude each other"));
    }
    DrawingOptions options;
    options.model = line.value(QStringLiteral("model"));
    options.palette = line.value(QStringLiteral("palette"));
    options.settings = engineSettings(line);
    options.styleSeed = seed(line, QStringLiteral("style-seed"));
    options.noiseSeed = seed(line, QStringLiteral("noise-seed"));
    options.styleFrom = styleFiles(line);
    options.source = line.value(QStringLiteral("source"));
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
