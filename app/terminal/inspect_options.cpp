// The command line of `tessera inspect`.
#include "app/terminal/inspect_options.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

#include "core/jobs/figures/figure.h"
#include "core/labels/label_map.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(InspectCommand)
};

constexpr size_t kMostPixels = 5;
constexpr int kMostChannels = 4096;

const QStringList& kinds() {  // in the order of FigureKind
    static const QStringList names = {QStringLiteral("kernels"),
                                      QStringLiteral("classes"),
                                      QStringLiteral("weights"),
                                      QStringLiteral("features"),
                                      QStringLiteral("purity"),
                                      QStringLiteral("segmentation"),
                                      QStringLiteral("codes")};
    return names;
}

void addOptions(CommandLine& line) {
    line.addOption({QStringLiteral("figure")},
                   Text::tr("What to show: kernels, classes, weights, features, purity, "
                            "segmentation: what a segmenter reads off the photo, or codes: the "
                            "style of each region."),
                   QStringLiteral("kind"));
    line.addOption({QStringLiteral("o"), QStringLiteral("output")},
                   Text::tr("Figure to write (.png, .svg, .pdf), or its numbers (.csv); may be "
                            "given several times."),
                   QStringLiteral("file"));
    line.addOption({QStringLiteral("pixel")},
                   Text::tr("Kernels: the pixel whose story is told, from the top left, counted "
                            "from 0; up to five."),
                   QStringLiteral("X,Y"));
    line.addOption({QStringLiteral("class")},
                   Text::tr("Features: a class; may be given several times. Else the largest."),
                   QStringLiteral("name"));
    line.addOption({QStringLiteral("channels")},
                   Text::tr("Features: which, such as 30-32,50-52. Else those that tell the class "
                            "from the rest best."),
                   QStringLiteral("ranges"));
    line.addOption({QStringLiteral("common-scale")},
                   Text::tr("Features: one range of colours for all channels of a class."));
    line.addOption({QStringLiteral("decoder")},
                   Text::tr("Kernels, features and purity: whose, where each branch of the model "
                            "upsamples by itself; its name. Else the first."),
                   QStringLiteral("name"));
    addDrawingOptions(line);
}

QPoint pixelArgument(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("^(\\d{1,5}),(\\d{1,5})$"));
    const QRegularExpressionMatch match = pattern.match(text);
    const QPoint pixel(match.captured(1).toInt(), match.captured(2).toInt());
    if (!match.hasMatch() || std::max(pixel.x(), pixel.y()) >= LabelMap::kMaxSide) {
        throw UsageError(
            Text::tr("--pixel %1: must be X,Y, whole numbers from 0, such as 120,88").arg(text));
    }
    return pixel;
}

std::vector<int> channelsArgument(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("^(\\d{1,5})(?:-(\\d{1,5}))?$"));
    std::vector<int> channels;
    for (const QString& range : text.split(QLatin1Char(','))) {
        const QRegularExpressionMatch match = pattern.match(range.trimmed());
        const int first = match.captured(1).toInt();
        const int last = match.captured(2).isEmpty() ? first : match.captured(2).toInt();
        if (!match.hasMatch() || last < first || last >= kMostChannels) {
            throw UsageError(
                Text::tr("--channels %1: must be numbers and ranges, such as 30-32,50-52")
                    .arg(text));
        }
        for (int channel = first; channel <= last; ++channel) {
            if (std::find(channels.begin(), channels.end(), channel) == channels.end()) {
                channels.push_back(channel);
            }
        }
    }
    return channels;
}

void checkFile(const QString& file) {
    if (!figureSuffixes().contains(QFileInfo(file).suffix().toLower())) {
        throw UsageError(Text::tr("-o %1: must end in .png, .svg, .pdf or .csv").arg(file));
    }
}

/// What is asked for has to make sense for the figure.
void check(const CommandLine& line, const InspectOptions& options) {
    if (options.files.isEmpty() && options.kind != FigureKind::Purity) {
        throw UsageError(Text::tr("-o is needed: where the figure goes"));
    }
    const bool kernels = options.kind == FigureKind::Kernels;
    if (kernels && options.pixels.empty()) {
        throw UsageError(Text::tr("--pixel is needed: whose kernels to show"));
    }
    if (options.pixels.size() > kMostPixels) {
        throw UsageError(Text::tr("--pixel: at most five fit a figure"));
    }
    if (!kernels && !options.pixels.empty()) {
        throw UsageError(Text::tr("--pixel goes with --figure kernels"));
    }
    const bool withoutDecoder =
        options.kind == FigureKind::Classes || options.kind == FigureKind::Weights ||
        options.kind == FigureKind::Codes || options.kind == FigureKind::Segmentation;
    if (withoutDecoder && !options.decoder.isEmpty()) {
        throw UsageError(Text::tr("--decoder goes with --figure kernels, features or purity"));
    }
    for (const char* name : {"class", "channels", "common-scale"}) {
        if (options.kind != FigureKind::Features && line.isSet(QLatin1String(name))) {
            throw UsageError(Text::tr("--%1 goes with --figure features").arg(QLatin1String(name)));
        }
    }
}

}  // namespace

std::optional<InspectOptions> parseInspectOptions(const QStringList& arguments) {
    CommandLine line(
        QStringLiteral("inspect"),
        Text::tr("LABEL... -o FILE"),
        Text::tr("Shows what is inside a model while it draws label maps: the kernels that pixels "
                 "are made with, the classes' own pictures, the weight maps, the features, or "
                 "whether upsampling keeps the classes apart (purity, whose table is printed), "
                 "what a segmenter reads off the photo, or the style codes of its regions. "
                 "Several labels make one sheet."));
    addOptions(line);
    if (!line.parse(arguments)) {
        return std::nullopt;
    }
    if (line.positional().isEmpty()) {
        throw UsageError(Text::tr("a label map is needed"));
    }
    InspectOptions options;
    options.labels = line.positional();
    const QString kind = line.choice(QStringLiteral("figure"), kinds(), kinds().front());
    options.kind = static_cast<FigureKind>(kinds().indexOf(kind));
    options.files = line.values(QStringLiteral("output"));
    std::for_each(options.files.begin(), options.files.end(), checkFile);
    for (const QString& pixel : line.values(QStringLiteral("pixel"))) {
        options.pixels.push_back(pixelArgument(pixel));
    }
    options.classes = line.values(QStringLiteral("class"));
    if (line.isSet(QStringLiteral("channels"))) {
        options.channels = channelsArgument(line.value(QStringLiteral("channels")));
    }
    options.decoder = line.value(QStringLiteral("decoder"));
    options.commonScale = line.isSet(QStringLiteral("common-scale"));
    check(line, options);
    options.drawing = drawingOptions(line);
    return options;
}

}  // namespace tessera
