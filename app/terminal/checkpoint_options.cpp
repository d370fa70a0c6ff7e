// From options to choices; palettes where none is named.
#include "app/terminal/checkpoint_options.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

#include "app/terminal/arguments.h"
#include "core/files/whole_file.h"
#include "core/jobs/class_mapping.h"
#include "core/palette/palette_library.h"
#include "model/convert/checkpoint.h"

namespace tessera {
namespace {

constexpr size_t kShown = 6;  // names of tensors that were left

struct Text {
    Q_DECLARE_TR_FUNCTIONS(ConvertCommand)
};

/// The data sets that the authors publish checkpoints of, by title and channels.
struct KnownPalette {
    const char* title;
    int64_t channels;
    const char* palette;
    const char* extra;  ///< what a channel beyond the classes is
};

constexpr KnownPalette kKnown[] = {{"GauGAN", 36, "cityscapes", "edges"},
                                   {"GauGAN", 151, "ade20k", "dont-care"},
                                   {"GauGAN", 184, "coco_stuff", "both"},
                                   {"LGGAN for synthesis", 36, "cityscapes", "edges"},
                                   {"LGGAN, cross-view", 7, "dayton", "none"},
                                   {"SEAN", 19, "celebamask_hq", "none"},
                                   {"MaskGAN", 19, "celebamask_hq", "none"}};

const KnownPalette* known(const AuthorsCheckpoint& checkpoint) {
    for (const KnownPalette& one : kKnown) {
        if (checkpoint.title() == one.title && checkpoint.channels() == one.channels) {
            return &one;
        }
    }
    return nullptr;
}

Palette paletteFor(const CommandLine& line,
                   const QString& file,
                   const AuthorsCheckpoint& checkpoint) {
    const PaletteLibrary palettes = PaletteLibrary::load();
    if (line.isSet(QStringLiteral("palette"))) {
        return paletteArgument(palettes, line.value(QStringLiteral("palette")));
    }
    const KnownPalette* guess = known(checkpoint);
    if (guess == nullptr) {
        fail(file,
             Text::tr("a %1 of %2 channels: which classes they are, --palette must say")
                 .arg(QString::fromStdString(checkpoint.title()))
                 .arg(checkpoint.channels()));
    }
    return palettes.find(QString::fromLatin1(guess->palette));
}

void chooseExtra(const CommandLine& line,
                 const AuthorsCheckpoint& checkpoint,
                 const Palette& palette,
                 CheckpointChoices& choices) {
    const KnownPalette* guess = known(checkpoint);
    const bool guessed = guess != nullptr && palette.id() == QLatin1String(guess->palette);
    if (!guessed && !line.isSet(QStringLiteral("extra"))) {
        return;
    }
    const QString extra = line.choice(QStringLiteral("extra"),
                                      {QStringLiteral("none"),
                                       QStringLiteral("edges"),
                                       QStringLiteral("dont-care"),
                                       QStringLiteral("both")},
                                      QLatin1String(guessed ? guess->extra : "none"));
    const bool both = extra == QStringLiteral("both");
    choices.edges = both || extra == QStringLiteral("edges");
    choices.dont_care = both || extra == QStringLiteral("dont-care");
}

CheckpointChoices choicesOf(const CommandLine& line,
                            const AuthorsCheckpoint& checkpoint,
                            const Palette& palette) {
    CheckpointChoices choices;
    const auto trainable = std::count_if(palette.classes().begin(),
                                         palette.classes().end(),
                                         [](const PaletteClass& one) { return one.trainable; });
    choices.class_counts = {static_cast<int64_t>(palette.classes().size()), trainable};
    chooseExtra(line, checkpoint, palette, choices);
    if (line.isSet(QStringLiteral("halvings"))) {
        choices.halvings = line.number(QStringLiteral("halvings"), 5, 7, 5);
    }
    if (line.isSet(QStringLiteral("size"))) {
        const QSize size = sizeArgument(line.value(QStringLiteral("size")));
        choices.height = size.height();
        choices.width = size.width();
    }
    return choices;
}

ModelCard cardFor(const Palette& palette,
                  int64_t classes,
                  const QString& file,
                  const AuthorsCheckpoint& checkpoint,
                  const std::map<std::string, std::string>& changes) {
    const Palette channels = channelPalette(palette, static_cast<int>(classes));
    if (channels.isEmpty()) {
        fail(file,
             Text::tr("the network draws %1 classes, palette %2 has %3")
                 .arg(classes)
                 .arg(palette.id())
                 .arg(palette.classes().size()));
    }
    ModelCard card;
    card.palette = palette.id().toStdString();
    for (const PaletteClass& one : channels.classes()) {
        card.classes.push_back({one.id,
                                one.name.toStdString(),
                                {static_cast<uint8_t>(one.color.red()),
                                 static_cast<uint8_t>(one.color.green()),
                                 static_cast<uint8_t>(one.color.blue())}});
    }
    card.fields["title"] = checkpoint.title() + ", " + palette.title().toStdString();
    card.fields["converted_from"] = QFileInfo(file).fileName().toStdString();
    for (const auto& [name, value] : changes) {
        card.fields[name] = value;
    }
    return card;
}

void printWhatWasLeft(const ConvertedCheckpoint& converted) {
    const auto& unused = converted.unused;
    QStringList names;
    for (size_t i = 0; i < std::min(unused.size(), kShown); ++i) {
        names << QString::fromStdString(unused[i]);
    }
    if (unused.size() > kShown) {
        names << QStringLiteral("…");
    }
    if (!names.isEmpty()) {
        printOut(Text::tr("%1 tensors are not needed and were left: %2\n")
                     .arg(unused.size())
                     .arg(names.join(QStringLiteral(", "))));
    }
}

}  // namespace

void addCheckpointOptions(CommandLine& line) {
    line.addOption({QStringLiteral("palette")},
                   Text::tr("Of a checkpoint: what its channels mean, a palette's id or JSON file; "
                            "of those that the authors publish it is known."),
                   QStringLiteral("palette"));
    line.addOption({QStringLiteral("extra")},
                   Text::tr("Of a checkpoint: the map's channels beyond the classes, none, edges "
                            "(of instances), dont-care (what has no class) or both."),
                   QStringLiteral("channels"));
    line.addOption({QStringLiteral("halvings")},
                   Text::tr("Of GauGAN's or SEAN's checkpoint: 5 for the authors' \"normal\" "
                            "number of upsampling layers, 6 for \"more\"."),
                   QStringLiteral("count"));
    line.addOption({QStringLiteral("size")},
                   Text::tr("Of a checkpoint that draws from a style: the size of its pictures."),
                   QStringLiteral("WxH"));
}

bool isCheckpoint(const QString& file) {
    const QString suffix = QFileInfo(file).suffix().toLower();
    return suffix == QStringLiteral("pth") || suffix == QStringLiteral("pt");
}

void convertCheckpoint(const CommandLine& line,
                       const QString& file,
                       const std::filesystem::path& out,
                       StoredType type,
                       const std::map<std::string, std::string>& card) {
    const AuthorsCheckpoint checkpoint = AuthorsCheckpoint::open(file.toStdString());
    const Palette palette = paletteFor(line, file, checkpoint);
    const ConvertedCheckpoint converted = checkpoint.convert(choicesOf(line, checkpoint, palette));
    const int64_t classes = traits_of(converted.config).classes;
    write_converted(out, converted, cardFor(palette, classes, file, checkpoint, card), type);
    printOut(Text::tr("%1 of %2 classes, palette %3\n")
                 .arg(QString::fromStdString(checkpoint.title()))
                 .arg(classes)
                 .arg(palette.id()));
    printWhatWasLeft(converted);
}

}  // namespace tessera
