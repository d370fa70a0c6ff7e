// Engine, palette and size arguments.
#include "app/terminal/arguments.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include "core/files/whole_file.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Arguments)
};

const QStringList kDevices = {
    QStringLiteral("auto"), QStringLiteral("cpu"), QStringLiteral("cuda")};
const QStringList kPrecisions = {
    QStringLiteral("auto"), QStringLiteral("float32"), QStringLiteral("bfloat16")};

}  // namespace

void addDeviceOption(CommandLine& line) {
    line.addOption({QStringLiteral("device")},
                   Text::tr("Where to compute: auto, cpu or cuda."),
                   QStringLiteral("device"));
}

QString deviceArgument(const CommandLine& line, const QString& fallback) {
    return line.choice(QStringLiteral("device"), kDevices, fallback);
}

void addEngineOptions(CommandLine& line) {
    addDeviceOption(line);
    line.addOption({QStringLiteral("precision")},
                   Text::tr("Numbers to compute with: auto, float32 or bfloat16."),
                   QStringLiteral("type"));
    line.addOption({QStringLiteral("threads")},
                   Text::tr("Threads of the processor; 0: all."),
                   QStringLiteral("count"));
}

RenderSettings engineSettings(const CommandLine& line) {
    RenderSettings settings;
    settings.device = deviceArgument(line, settings.device);
    settings.precision = line.choice(QStringLiteral("precision"), kPrecisions, settings.precision);
    settings.threads = static_cast<int>(line.number(QStringLiteral("threads"), 0, 1024, 0));
    return settings;
}

Palette paletteArgument(const PaletteLibrary& library, const QString& idOrFile) {
    const Palette known = library.find(idOrFile);
    if (!known.isEmpty()) {
        return known;
    }
    if (idOrFile.endsWith(QStringLiteral(".json")) || QFileInfo::exists(idOrFile)) {
        return Palette::fromJson(readWhole(idOrFile), idOrFile);
    }
    fail(idOrFile,
         Text::tr("there is no palette of this id; there are: %1")
             .arg(library.ids().join(QStringLiteral(", "))));
}

QSize sizeArgument(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("^(\\d{1,5})[xX×](\\d{1,5})$"));
    const QRegularExpressionMatch match = pattern.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    if (size.isEmpty() || qMax(size.width(), size.height()) > LabelMap::kMaxSide) {
        throw UsageError(Text::tr("--size %1: must be WIDTHxHEIGHT, each from 1 to %2")
                             .arg(text)
                             .arg(LabelMap::kMaxSide));
    }
    return size;
}

}  // namespace tessera
